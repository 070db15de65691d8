// What someone is writing is saved on the server while he writes, so that a closed window, a dead
// battery or a shared desk loses nothing.
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { get, send } from './api.ts'

const QUIET_MS = 1200

export function useDraft<T extends object>(form: string, content: Ref<T>) {
  const savedAt = ref<number | null>(null)
  const failed = ref(false)
  const restored = ref(false)
  let timer = 0
  let ready = false
  let last = ''

  async function save(): Promise<void> {
    const text = JSON.stringify(content.value)
    if (text === last) return
    try {
      await send(`/drafts/${form}`, { content: content.value }, { method: 'PUT' })
      last = text
      savedAt.value = Date.now()
      failed.value = false
    } catch {
      failed.value = true
    }
  }

  async function restore(): Promise<void> {
    try {
      const draft = await get<{ content: T | null; saved_at: number | null }>(`/drafts/${form}`)
      if (draft.content) {
        content.value = { ...content.value, ...draft.content }
        savedAt.value = draft.saved_at
        restored.value = true
      }
    } catch {
      // Without a draft the form starts empty; writing is still possible.
    }
    last = JSON.stringify(content.value)
    ready = true
  }

  async function drop(): Promise<void> {
    window.clearTimeout(timer)
    ready = false
    try {
      await send(`/drafts/${form}`, {}, { method: 'DELETE' })
    } catch {
      // A draft left behind is offered again, which does no harm.
    }
  }

  watch(content, () => {
    if (!ready) return
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void save(), QUIET_MS)
  }, { deep: true })

  onScopeDispose(() => {
    window.clearTimeout(timer)
    if (ready) void save()
  })

  const opened = restore()
  return { savedAt, failed, restored, drop, save, opened }
}
