// What a screen reads from the server, with the four states every screen must show: on the way,
// there, failed, and there but old because the line is down.
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { ApiProblem } from './api.ts'
import { language } from './i18n.ts'
import { listen, type Match } from './live.ts'

export interface Resource<T> {
  data: ShallowRef<T | null>
  problem: ShallowRef<ApiProblem | null>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  // A fault of ours must reach the console, not hide behind a friendly sentence.
  console.error(error)
  return new ApiProblem({ status: -1, code: 'client' })
}

/**
 * Calls fetcher now, when the sources it names change, when the language changes, and when a live
 * event matches. An answer that was overtaken by a later question is dropped.
 */
export function useResource<T>(fetcher: () => Promise<T>, sources: (() => unknown)[] = [], match?: Match): Resource<T> {
  const data: ShallowRef<T | null> = shallowRef(null)
  const problem = shallowRef<ApiProblem | null>(null)
  const loading = ref(false)
  let round = 0

  async function reload(): Promise<void> {
    const mine = ++round
    loading.value = true
    try {
      const answer = await fetcher()
      if (mine !== round) return
      data.value = answer
      problem.value = null
    } catch (error) {
      if (mine !== round) return
      problem.value = asProblem(error)
    } finally {
      if (mine === round) loading.value = false
    }
  }

  watch([language, ...sources], () => void reload(), { immediate: true })
  if (match) onScopeDispose(listen(match, () => void reload()))
  onScopeDispose(() => round++)
  return { data, problem, loading, reload }
}

/** One act at a time: what is being sent, and why it was refused. */
export function useAct() {
  const busy = ref(false)
  const problem = shallowRef<ApiProblem | null>(null)

  async function run<T>(act: () => Promise<T>): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    problem.value = null
    try {
      return await act()
    } catch (error) {
      problem.value = asProblem(error)
      return null
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, run }
}
