// The what-if of a project: what is supposed is in the address, what comes of it is asked anew at
// every change. An answer that a later change has overtaken is cancelled and never shown.
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import { ApiProblem, get } from '../base/api.ts'
import { language } from '../base/i18n.ts'
import type { WhatIf } from '../base/types.ts'
import { useQuery } from '../base/url.ts'
import { readSuppositions, writeSuppositions, type Supposition } from './suppose.ts'

/** While a hand drags, days pass faster than they can be answered. */
const DRAG_MS = 25
export const OFF = 'off'

export function useWhatIf(projectId: number, version: () => number) {
  const route = useRoute()
  const router = useRouter()
  const text = useQuery('whatif', OFF)
  const kept = computed(() => (text.value === OFF ? [] : readSuppositions(text.value)))
  // What a hand is dragging is shown and asked, but not yet in the address.
  const dragged = shallowRef<Supposition[] | null>(null)
  const all = computed(() => dragged.value || kept.value)
  const answer = shallowRef<WhatIf | null>(null)
  const problem = shallowRef<ApiProblem | null>(null)
  const busy = ref(false)
  let asking: AbortController | null = null
  let timer = 0
  let askedAt = 0

  function question(changes: Supposition[], signal?: AbortSignal): Promise<WhatIf> {
    return get<WhatIf>(`/projects/${projectId}/what-if`, { changes: writeSuppositions(changes) }, signal)
  }

  async function ask(): Promise<void> {
    window.clearTimeout(timer)
    timer = 0
    askedAt = performance.now()
    asking?.abort()
    asking = null
    if (!all.value.length) {
      answer.value = problem.value = null
      busy.value = false
      return
    }
    const mine = (asking = new AbortController())
    busy.value = true
    try {
      const came = await question(all.value, mine.signal)
      if (mine !== asking) return
      answer.value = came
      problem.value = null
    } catch (error) {
      if (mine !== asking) return
      problem.value = error instanceof ApiProblem ? error : new ApiProblem({ status: -1, code: 'client' })
      answer.value = null
    }
    busy.value = false
  }

  watch([all, language, version], () => {
    // The first is asked at once; what follows it closely waits its turn, and only the last is asked.
    const wait = dragged.value ? askedAt + DRAG_MS - performance.now() : 0
    if (wait > 0) timer = timer || window.setTimeout(() => void ask(), wait)
    else void ask()
  }, { immediate: true })
  onScopeDispose(() => {
    window.clearTimeout(timer)
    asking?.abort()
    asking = null
  })

  /** Into the address; `shut` names what closes with it, as two changes of an address undo each other. */
  function keep(changes: Supposition[], shut?: string): void {
    const words = writeSuppositions(changes)
    dragged.value = words === text.value ? null : changes
    const query: LocationQueryRaw = { ...route.query, whatif: words }
    if (shut) delete query[shut]
    void router.replace({ query })
  }
  watch(kept, () => (dragged.value = null))

  return { all, kept, dragged, answer, problem, busy, keep, question }
}
