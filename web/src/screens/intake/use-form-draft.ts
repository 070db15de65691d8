// The draft several people share: what changed is sent field by field with the version last seen, so
// that two who fill different fields never lose a word, and who changes what another changed is told.
import { computed, onScopeDispose, ref } from 'vue'
import { ApiProblem, send } from '../../base/api.ts'
import type { Answer, IntakeForm } from '../../base/types-intake.ts'
import type { Written } from '../../base/types.ts'

const QUIET_MS = 1000

interface Change { items?: string[]; channel?: string; desk?: string; answers?: Record<string, Answer>; materials?: Record<string, number[] | null> }

export function useFormDraft(projectId: number, now: () => IntakeForm | null, reload: () => Promise<void>) {
  const waiting = ref<Change>({})
  const busy = ref(false)
  const failed = ref(false)
  const savedAt = ref<number | null>(null)
  const conflict = ref<ApiProblem | null>(null)
  let timer = 0
  let seen = 0

  const isDirty = computed(() => Object.keys(waiting.value).length > 0)

  function later(): void {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void save(), QUIET_MS)
  }

  function answer(id: string, value: Answer): void {
    waiting.value = { ...waiting.value, answers: { ...waiting.value.answers, [id]: value } }
    later()
  }

  function put(change: Change): void {
    waiting.value = { ...waiting.value, ...change, materials: change.materials ? { ...waiting.value.materials, ...change.materials } : waiting.value.materials }
    if (!waiting.value.materials) delete waiting.value.materials
    later()
  }

  /** Everything typed so far is on the server when this answers true. */
  async function save(): Promise<boolean> {
    window.clearTimeout(timer)
    if (busy.value) return false
    if (!isDirty.value) return !conflict.value
    const sent = waiting.value
    const version = Math.max(seen, now()?.draft?.version || 0) || undefined
    waiting.value = {}
    busy.value = true
    try {
      const written = await send<Written>(`/projects/${projectId}/intake-draft`, sent, { method: 'PUT', version })
      seen = written.version || seen
      savedAt.value = Date.now()
      failed.value = false
      conflict.value = null
      await reload()
    } catch (error) {
      // What was typed stays here and goes with the next attempt.
      waiting.value = { ...sent, ...waiting.value, answers: { ...sent.answers, ...waiting.value.answers } }
      if (!Object.keys(waiting.value.answers || {}).length) delete waiting.value.answers
      if (error instanceof ApiProblem && error.status === 409) {
        conflict.value = error
        await reload()
        seen = now()?.draft?.version || seen
      } else failed.value = true
      busy.value = false
      return false
    }
    busy.value = false
    return isDirty.value ? save() : true
  }

  /** After a conflict: the words of the other are taken. */
  function takeTheirs(): void {
    waiting.value = {}
    conflict.value = null
  }

  onScopeDispose(() => {
    window.clearTimeout(timer)
    if (isDirty.value && !conflict.value) void save()
  })

  return { waiting, busy, failed, savedAt, conflict, answer, put, save, takeTheirs, isDirty }
}
