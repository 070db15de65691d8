// Large files, and all files on a weak line, go in parts: what has arrived stays there, also when the
// page is closed, and the rest is sent when there is a line again.
import { ApiProblem, get, send, sendRaw, type Stored } from '../base/api.ts'
import { sm3 } from './sm3.ts'

export const PARTS_ABOVE = 1048576
const TRIES = 6

interface Opened { id: number; part_size: number; parts: number }
interface State { state: 'open' | 'done' | 'over'; received: { part: number; digest: string }[]; part_size: number; parts: number }

const pause = (ms: number): Promise<void> => new Promise((done) => window.setTimeout(done, ms))

/** Until the browser says that there is a line, at most a minute. */
function online(): Promise<void> {
  if (navigator.onLine) return Promise.resolve()
  return new Promise((done) => {
    window.addEventListener('online', () => done(), { once: true })
    window.setTimeout(done, 60000)
  })
}

/** Again after a lost line or a server that is just starting; never after a refusal. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await act()
    } catch (error) {
      const passing = error instanceof ApiProblem && (error.status === 0 || error.status === 429 || error.status >= 500)
      if (!passing || n === TRIES) throw error
      await online()
      await pause(Math.min(1000 * 2 ** (n - 1), 16000))
    }
  }
}

interface Begun extends Opened { received: Map<number, string> }

/** The same file chosen again goes on with the upload that was begun, also on another machine. */
async function opened(projectId: number, file: Blob, name: string): Promise<Begun> {
  const mine = await patiently(() => get<{ items: { id: number; name: string; size: number }[] }>(`/projects/${projectId}/uploads`))
  const old = mine.items.find((one) => one.name === name && one.size === file.size)
  if (old) {
    const state = await patiently(() => get<State>(`/uploads/${old.id}`))
    if (state.state === 'open') return { id: old.id, part_size: state.part_size, parts: state.parts, received: new Map(state.received.map((one) => [one.part, one.digest])) }
  }
  const made = await patiently(() => send<Opened>(`/projects/${projectId}/uploads`, { name, size: file.size }))
  return { ...made, received: new Map() }
}

export async function sendInParts(projectId: number, file: Blob, name: string, progress: (share: number) => void): Promise<Stored> {
  const upload = await opened(projectId, file, name)
  for (let number = 1; number <= upload.parts; number++) {
    const piece = file.slice((number - 1) * upload.part_size, number * upload.part_size)
    const digest = sm3(await piece.arrayBuffer())
    const told = number - 1
    // What arrived of another file of that name and size is sent anew.
    if (upload.received.get(number) !== digest) {
      await patiently(() => sendRaw('PUT', `/uploads/${upload.id}/parts/${number}`, piece, { 'X-Digest': digest }, (share) => progress((told + share) / upload.parts)))
    }
    progress(number / upload.parts)
  }
  return patiently(() => send<Stored>(`/uploads/${upload.id}/finish`, {}))
}
