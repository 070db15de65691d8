import { ref } from 'vue'

export interface Toast { id: number; text: string; receipt: string | null; bad: boolean }

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
