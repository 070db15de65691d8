// The language of the pages: a flat dictionary. Chinese words come with the code that shows them
// (tools/vite-messages.mjs adds the imports); English comes whole when it is chosen.
import { ref } from 'vue'
import core from 'virtual:words/core'
import { fill } from './fill.ts'

export type Language = 'zh' | 'en'

export const language = ref<Language>('zh')
const words: Record<Language, Record<string, string>> = { zh: { ...core }, en: {} }

export function add(lang: Language, table: Record<string, string>): void {
  Object.assign(words[lang], table)
}

export function t(key: string, values?: Record<string, string | number>): string {
  // Reading the language makes every caller follow a change of it.
  const text = words[language.value][key]
  return text === undefined ? key : fill(text, values)
}

export async function setLanguage(lang: Language): Promise<void> {
  if (lang === 'en') add('en', (await import('virtual:words/en')).default)
  language.value = lang
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
}
