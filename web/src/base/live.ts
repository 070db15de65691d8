// One event stream for the whole tab. Events say only that something changed; what changed is read
// again through the ordinary doors, which check access each time.
import { ref } from 'vue'
import type { Change } from './types.ts'

export type Match = (change: Change) => boolean
type Line = 'off' | 'live' | 'lost' | 'polling'

export const line = ref<Line>('off')
export const dataAt = ref(Date.now())

const COALESCE_MS = 300
const POLL_MS = 30000
const RETRY_MS = 4000
const REST_AFTER_HIDDEN_MS = 60000

interface Listener { match: Match; act: () => void; due: number }
const listeners = new Set<Listener>()
let stream: EventSource | null = null
let failures = 0
let retry = 0
let poll = 0
let rest = 0
let wanted = false

function wake(listener: Listener): void {
  if (listener.due) return
  // Acts often write several events at once; one refetch answers them all.
  listener.due = window.setTimeout(() => {
    listener.due = 0
    listener.act()
  }, COALESCE_MS)
}

function wakeAll(): void {
  dataAt.value = Date.now()
  for (const listener of listeners) wake(listener)
}

function onChange(event: MessageEvent<string>): void {
  dataAt.value = Date.now()
  let change: Change
  try {
    change = JSON.parse(event.data) as Change
  } catch {
    return
  }
  for (const listener of listeners) if (listener.match(change)) wake(listener)
}

function stopPolling(): void {
  window.clearInterval(poll)
  poll = 0
}

function onHello(): void {
  const again = line.value !== 'off' && line.value !== 'live'
  failures = 0
  line.value = 'live'
  stopPolling()
  // Whatever happened while the line was down is fetched once.
  if (again) wakeAll()
  dataAt.value = Date.now()
}

function onLost(): void {
  failures++
  stream?.close()
  stream = null
  line.value = failures >= 2 ? 'polling' : 'lost'
  // Some office proxies cut streams for good; asking every half minute gets through them.
  if (failures >= 2 && !poll) poll = window.setInterval(wakeAll, POLL_MS)
  window.clearTimeout(retry)
  retry = window.setTimeout(open, RETRY_MS * Math.min(failures, 15))
}

function open(): void {
  if (!wanted || stream) return
  stream = new EventSource('/api/v1/events')
  stream.addEventListener('hello', onHello)
  stream.addEventListener('change', onChange as EventListener)
  stream.onopen = onHello
  stream.onerror = onLost
}

function close(): void {
  window.clearTimeout(retry)
  stopPolling()
  stream?.close()
  stream = null
}

export function startLive(): void {
  if (wanted) return
  wanted = true
  open()
}

export function stopLive(): void {
  wanted = false
  failures = 0
  line.value = 'off'
  close()
}

// Browsers allow few connections to one host: a tab nobody looks at gives its stream back.
document.addEventListener('visibilitychange', () => {
  window.clearTimeout(rest)
  if (!wanted) return
  if (document.hidden) rest = window.setTimeout(close, REST_AFTER_HIDDEN_MS)
  else if (!stream) {
    line.value = 'lost'
    open()
  }
})

export function listen(match: Match, act: () => void): () => void {
  const listener: Listener = { match, act, due: 0 }
  listeners.add(listener)
  return () => {
    window.clearTimeout(listener.due)
    listeners.delete(listener)
  }
}
