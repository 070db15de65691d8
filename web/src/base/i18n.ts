// The language of the pages: a flat dictionary. Chinese words come with the code that shows them
// (tools/vite-messages.mjs adds the imports); English comes whole when it is chosen. A word's name in the
// sources is a number here: of a part's texts the first ones go by number, the last by name.
import { ref } from 'vue'
import core from 'virtual:words/core'
import { fill } from './fill.ts'

export type Language = 'zh' | 'en'
/** Part, number of its first text, texts, the names of the last of them. */
export type Words = [part: string, first: number, texts: string[], names: string]

export const language = ref<Language>('zh')
const words: Record<Language, Record<string, string>> = { zh: {}, en: {} }
const parts: Words[] = []
let english: Record<string, string[]> = {}

export function add(...one: Words): void {
  const [part, first, texts, names] = one
  const last = names ? names.split(' ') : []
  const numbered = texts.length - last.length
  parts.push(one)
  texts.forEach((text, at) => {
    const key = at < numbered ? first + at : `${part}.${last[at - numbered]}`
    words.zh[key] = text
    if (english[part]) words.en[key] = english[part][at]
  })
}

add(...core)

export function t(key: string, values?: Record<string, string | number>): string {
  // Reading the language makes every caller follow a change of it.
  const text = words[language.value][key]
  return text === undefined ? 'core.missing ' + key : fill(text, values)
}

export async function setLanguage(lang: Language): Promise<void> {
  if (lang === 'en') {
    english = (await import('virtual:words/en')).default
    for (const one of parts.splice(0)) add(...one)
  }
  language.value = lang
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
}
