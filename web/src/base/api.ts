// Every call to the server goes through here: language, CSRF token, version and idempotency key are
// never a screen's business.
import { sentences } from './fill.ts'
import { language } from './i18n.ts'

export interface ProblemBody {
  status: number
  code: string
  title?: string
  detail?: string
  advice?: string
  field?: string | null
  label?: string | null
  seen_version?: number
  current_version?: number
}

export class ApiProblem extends Error {
  readonly status: number
  readonly body: ProblemBody

  constructor(body: ProblemBody) {
    super(body.detail || body.title || body.code)
    this.status = body.status
    this.body = body
  }
}

/** What was refused and what to do about it, as sentences. */
export function said(body: Partial<ProblemBody>, otherwise = ''): string {
  return sentences(body.detail || body.title || otherwise, body.advice || '', language.value)
}

const base = '/api/v1'
let csrf = ''
let signedOut: () => void = () => undefined

export function setCsrf(token: string): void {
  csrf = token
}

export function onSignedOut(then: () => void): void {
  signedOut = then
}

export type Query = Record<string, string | number | undefined | null>

export function withQuery(path: string, query?: Query): string {
  const parts: string[] = []
  for (const [name, value] of Object.entries(query || {})) {
    if (value !== undefined && value !== null && value !== '') parts.push(`${name}=${encodeURIComponent(value)}`)
  }
  return parts.length ? `${path}?${parts.join('&')}` : path
}

async function bodyOf(answer: Response): Promise<unknown> {
  const type = answer.headers.get('Content-Type') || ''
  if (answer.status === 204 || !type.includes('json')) return null
  return answer.json()
}

// A standby may answer some questions, a few seconds late, and says of when its answer is.
const instants = new WeakMap<object, number>()

function keepInstant(answer: Response, body: unknown): void {
  const at = Number(answer.headers.get('Liandong-As-Of'))
  // By the server's clock: the reader's may be minutes off.
  const answered = Date.parse(answer.headers.get('Date') || '') || Date.now()
  if (at > 0 && answered - at > 1000 && body && typeof body === 'object') instants.set(body, at)
}

/** Of when an answer is, where it is older than a second; 0: of now. */
export function asOf(body: unknown): number {
  return body && typeof body === 'object' ? instants.get(body) || 0 : 0
}

async function call(path: string, init: RequestInit): Promise<unknown> {
  let answer: Response
  let body: unknown
  try {
    answer = await fetch(base + path, { credentials: 'same-origin', ...init })
    // The line may also break in the middle of an answer.
    body = await bodyOf(answer)
    keepInstant(answer, body)
  } catch {
    throw new ApiProblem({ status: 0, code: 'offline' })
  }
  if (answer.ok) return body
  const problem = { ...(body as ProblemBody | null), status: answer.status } as ProblemBody
  if (!problem.code) problem.code = 'http-' + answer.status
  // A refused sign-in is the form's to tell; a session that ended anywhere else leads back to it.
  if (answer.status === 401 && !path.startsWith('/session')) signedOut()
  throw new ApiProblem(problem)
}

/** The past moment that the page is of: ?as_of= in its address. Of one project alone there is a past. */
export const moment = () => new URLSearchParams(location.search).get('as_of')

export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const asked = /^\/projects\/\d/.test(path) ? { ...query, as_of: moment() } : query
  return (await call(withQuery(path, asked), { headers: { 'Accept-Language': language.value }, signal })) as T
}

const LOOKS = 30

/** A page of what is searched for. Where words are common one by one and rare together the server
 *  ends a page before it found anything and says where to go on: gone on, until something is there. */
export async function getFound<T extends { items: unknown[]; next?: string | null }>(path: string, query: Query): Promise<T> {
  let page = await get<T>(path, query)
  for (let looks = 1; page.items.length === 0 && page.next && looks < LOOKS; looks++) {
    page = await get<T>(path, { ...query, after: page.next })
  }
  return page
}

function uuid(): string {
  // randomUUID exists only in secure contexts; an office network may serve plain HTTP inside.
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 15) | 64
  bytes[8] = (bytes[8] & 63) | 128
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

// The same act tried again after a lost answer must carry the same key, or it would happen twice.
const unanswered = new Map<string, string>()

function keyFor(act: string): string {
  const key = unanswered.get(act) || uuid()
  unanswered.set(act, key)
  return key
}

export interface WriteOptions {
  version?: number
  method?: 'POST' | 'PUT' | 'DELETE'
}

export async function send<T>(path: string, body: unknown, options: WriteOptions = {}): Promise<T> {
  const text = JSON.stringify(body)
  const act = `${options.method} ${path} ${options.version} ${text}`
  const bare = options.method === 'DELETE'
  const headers: Record<string, string> = {
    'Accept-Language': language.value,
    'X-CSRF-Token': csrf,
    'Idempotency-Key': keyFor(act),
  }
  if (!bare) headers['Content-Type'] = 'application/json'
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`
  try {
    const answer = (await call(path, { method: options.method || 'POST', headers, body: bare ? undefined : text })) as T
    unanswered.delete(act)
    return answer
  } catch (error) {
    if (error instanceof ApiProblem && error.status > 0 && error.status < 500) unanswered.delete(act)
    throw error
  }
}

export interface Stored { id: number; name: string; size: number; digest: string; receipt?: string }

/** Files go through XMLHttpRequest because fetch cannot tell how much has been sent. */
export function sendRaw<T>(method: string, path: string, file: Blob, more: Record<string, string>, progress: (share: number) => void): Promise<T> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    request.open(method, base + path)
    const headers: Record<string, string> = { 'Accept-Language': language.value, 'Content-Type': file.type || 'application/octet-stream', 'X-CSRF-Token': csrf, ...more }
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0)
    request.onerror = () => fail(new ApiProblem({ status: 0, code: 'offline' }))
    request.onload = () => {
      let body: unknown = null
      try {
        body = JSON.parse(request.responseText)
      } catch {
        // Not JSON: the status alone must do.
      }
      if (request.status >= 200 && request.status < 300) done(body as T)
      else fail(new ApiProblem({ ...(body as ProblemBody | null), code: (body as ProblemBody | null)?.code || 'http-' + request.status, status: request.status }))
    }
    request.send(file)
  })
}

export function sendFile<T = Stored>(path: string, file: Blob, name: string, key: string, progress: (share: number) => void): Promise<T> {
  return sendRaw<T>('POST', path, file, { 'Idempotency-Key': key, 'X-File-Name': encodeURIComponent(name) }, progress)
}

export { uuid }
