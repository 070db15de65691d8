// Rows must not move under a pointer or a focus. While someone is on the list, an answer that would
// move, add or remove rows waits; one that only changes what a row says is shown at once.
import { computed, ref, shallowRef, watch, type Ref } from 'vue'

type Key = string | number

export function useSteady<T>(rows: Ref<T[]>, keyOf: (row: T) => Key, signOf: (row: T) => string) {
  const shown = shallowRef<T[]>(rows.value)
  const waiting = shallowRef<T[] | null>(null)
  const touched = ref(false)
  const hot = ref<Set<Key>>(new Set())
  let signs = new Map<Key, string>()
  let first = true

  const pending = computed(() => {
    if (!waiting.value) return 0
    const known = new Map(shown.value.map((row, at) => [keyOf(row), at]))
    const moved = waiting.value.filter((row, at) => known.get(keyOf(row)) !== at).length
    return Math.max(moved, Math.abs(waiting.value.length - shown.value.length), 1)
  })

  function mark(next: T[]): void {
    const fresh = new Map(next.map((row) => [keyOf(row), signOf(row)]))
    const changed = first ? [] : next.map(keyOf).filter((key) => signs.get(key) !== fresh.get(key))
    hot.value = new Set(changed)
    signs = fresh
    first = false
  }

  function show(next: T[]): void {
    mark(next)
    shown.value = next
    waiting.value = null
  }

  function sameOrder(next: T[]): boolean {
    return next.length === shown.value.length && next.every((row, at) => keyOf(row) === keyOf(shown.value[at]))
  }

  watch(rows, (next) => {
    if (first || !touched.value || sameOrder(next)) return show(next)
    // Rows that stay get their new words in place; only their order waits.
    const fresh = new Map(next.map((row) => [keyOf(row), row]))
    shown.value = shown.value.map((row) => fresh.get(keyOf(row)) || row)
    waiting.value = next
  }, { immediate: true })

  function release(): void {
    if (waiting.value) show(waiting.value)
  }

  /** A new question (filter, sort, page) is not an update: its answer is shown whole. */
  function reset(): void {
    first = true
  }

  return { shown, pending, hot, touched, release, reset }
}
