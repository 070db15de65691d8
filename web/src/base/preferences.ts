// Only how things look is kept in the browser; what people write goes to the server, because desks
// are shared.
import { ref } from 'vue'
import { setLanguage, type Language } from './i18n.ts'

export const bigText = ref(false)

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // A locked-down browser refuses storage; the choice then lasts as long as the page.
  }
}

function kept(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function setBigText(on: boolean): void {
  bigText.value = on
  document.documentElement.classList.toggle('big', on)
  keep('liandong.big', on ? '1' : '0')
}

export async function chooseLanguage(lang: Language): Promise<void> {
  keep('liandong.lang', lang)
  await setLanguage(lang)
}

export async function restorePreferences(): Promise<void> {
  setBigText(kept('liandong.big') === '1')
  if (kept('liandong.lang') === 'en') await setLanguage('en')
}
