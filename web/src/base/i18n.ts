// The language of the pages: a flat dictionary. Chinese words come with the code that shows them
// (tools/vite-messages.mjs adds the imports); English comes whole when it is chosen, without keys:
// its words stand in the order of the Chinese ones.
import { ref } from 'vue'
import core from 'virtual:words/core'
import { fill } from './fill.ts'

export type Language = 'zh' | 'en'

export const language = ref<Language>('zh')
const words: Record<Language, Record<string, string>> = { zh: {}, en: {} }
const parts: Record<string, Record<string, string>> = {}
let english: Record<string, string[]> = {}

export function add(part: string, table: Record<string, string>): void {
  parts[part] = table
  Object.keys(table).forEach((key, at) => {
    words.zh[`${part}.${key}`] = table[key]
    if (english[part]) words.en[`${part}.${key}`] = english[part][at]
  })
}

add('core', core)

export function t(key: string, values?: Record<string, string | number>): string {
  // Reading the language makes every caller follow a change of it.
  const text = words[language.value][key]
  return text === undefined ? key : fill(text, values)
}

export async function setLanguage(lang: Language): Promise<void> {
  if (lang === 'en') {
    english = (await import('virtual:words/en')).default
    for (const part of Object.keys(parts)) add(part, parts[part])
  }
  language.value = lang
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
}
