import { ref } from 'vue'

export interface Toast { id: number; text: string; receipt: string | null; bad: boolean; undo?: () => void }

const STAY_MS = 8000
let last = 0
export const toasts = ref<Toast[]>([])

export function dropToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

/** Says what happened, with the receipt that proves it. */
export function tell(text: string, receipt?: string | null, bad = false): void {
  const id = ++last
  toasts.value = [...toasts.value.slice(-2), { id, text, receipt: receipt || null, bad }]
  window.setTimeout(() => dropToast(id), STAY_MS)
}

const UNDO_MS = 10000
const unsent = new Set<() => void>()

/** True in ten seconds, false when it is taken back by then: what cannot be called back is sent late. */
export function unlessUndone(text: string): Promise<boolean> {
  const id = ++last
  return new Promise((settle) => {
    const end = (goes: boolean): void => {
      window.clearTimeout(timer)
      unsent.delete(go)
      dropToast(id)
      settle(goes)
    }
    const go = (): void => end(true)
    const timer = window.setTimeout(go, UNDO_MS)
    unsent.add(go)
    toasts.value = [...toasts.value.slice(-2), { id, text, receipt: null, bad: false, undo: () => end(false) }]
  })
}

// Who leaves is asked whether to stay; meanwhile it is sent.
window.addEventListener('beforeunload', (event) => {
  if (unsent.size) event.preventDefault()
  for (const go of [...unsent]) go()
})
