// The city's data (districts, organisations, items, words of the facts) is fetched once a language.
import { computed, shallowReactive, watch } from 'vue'
import { get } from './api.ts'
import { language } from './i18n.ts'
import type { Pack } from './types.ts'

const packs = shallowReactive<Record<string, Pack>>({})
const asked = new Set<string>()

async function load(lang: string): Promise<void> {
  if (asked.has(lang)) return
  asked.add(lang)
  try {
    packs[lang] = await get<Pack>('/pack')
  } catch {
    // Asked again when the next screen needs it.
    asked.delete(lang)
  }
}

export const pack = computed<Pack | null>(() => packs[language.value] || packs.zh || packs.en || null)

export function usePack() {
  watch(language, (lang) => void load(lang), { immediate: true })
  return pack
}
