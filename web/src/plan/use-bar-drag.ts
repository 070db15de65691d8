// A bar follows the pointer by working days. What was dragged has a typed twin in the form, so this
// may be as much of a hand's work as it likes: capture, edges, Escape.
import { onScopeDispose, shallowRef } from 'vue'
import { dayNumber, dayOf } from '../base/day.ts'
import { onWorkingDay } from './working-days.ts'
import type { Calendar } from './gantt-layout.ts'

export interface Grip { code: string; end: 'start' | 'finish'; day: string; least: string; px: number }
export interface Dragging extends Grip { to: string }

const EDGE = 36
const STEP = 14
/** Less than this is a press, not a drag. */
const SLACK = 3

export function useBarDrag(calendar: () => Calendar, on: { move: (now: Dragging) => void; drop: (now: Dragging) => void; cancel: () => void }) {
  const now = shallowRef<Dragging | null>(null)
  let stop: (() => void) | null = null

  function grip(event: PointerEvent, what: Grip): void {
    if (event.button !== 0 || stop) return
    const handle = event.currentTarget as HTMLElement
    const box = handle.closest<HTMLElement>('.gantt__box')
    const startX = event.clientX + (box?.scrollLeft || 0)
    event.preventDefault()
    // Listened to on the window: a handle that is drawn anew meanwhile loses what it captured.
    handle.setPointerCapture(event.pointerId)

    function move(to: PointerEvent): void {
      if (box && to.clientX > box.getBoundingClientRect().right - EDGE) box.scrollLeft += STEP
      const gone = to.clientX + (box?.scrollLeft || 0) - startX
      if (!now.value && Math.abs(gone) < SLACK) return
      const day = dayOf(onWorkingDay(Math.max(dayNumber(what.day) + Math.round(gone / what.px), dayNumber(what.least)), calendar()))
      if (now.value?.to === day) return
      now.value = { ...what, to: day }
      on.move(now.value)
    }
    function end(): void {
      const last = now.value
      stop?.()
      if (last) on.drop(last)
    }
    function key(pressed: KeyboardEvent): void {
      if (pressed.key !== 'Escape') return
      pressed.preventDefault()
      pressed.stopPropagation()
      stop?.()
      on.cancel()
    }
    const lost = () => {
      stop?.()
      on.cancel()
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', lost)
    window.addEventListener('keydown', key, true)
    stop = () => {
      stop = null
      now.value = null
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', end)
      window.removeEventListener('pointercancel', lost)
      window.removeEventListener('keydown', key, true)
    }
  }

  onScopeDispose(() => stop?.())
  return { now, grip }
}
