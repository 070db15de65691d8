import { computed, reactive } from 'vue'
import { get, send, setCsrf } from './api.ts'
import type { Post, Session } from './types.ts'

export const session = reactive<Session & { known: boolean }>({
  known: false, signed_in: false, today: '', city: { id: '', name: '' }, demo: false, csrf: '',
  account: null, post: null, posts: [],
})

export const role = computed(() => (session.signed_in && session.post ? session.post.role : 'public'))

function take(answer: Session): void {
  Object.assign(session, answer, { known: true })
  setCsrf(answer.csrf)
}

export async function loadSession(): Promise<void> {
  take(await get<Session>('/session'))
}

export async function signIn(login: string, password: string, code?: string): Promise<void> {
  take(await send<Session>('/session', { login, password, code }))
}

export async function signOut(): Promise<void> {
  await send('/session', {}, { method: 'DELETE' })
  await loadSession()
}

export async function choosePost(post: Post): Promise<void> {
  take(await send<Session>('/session/post', { post: post.id }))
}

export function forgetSession(): void {
  session.signed_in = false
  session.account = null
  session.post = null
  session.posts = []
}

const HOMES: Record<string, string> = {
  enterprise: '/enterprise', navigator: '/workbench', promotion_officer: '/workbench',
  centre_coordinator: '/workbench', district_coordinator: '/workbench', department_officer: '/queue', window: '/desk',
  leader: '/cockpit', supervisor: '/cockpit', system_admin: '/accounts', security_admin: '/accounts',
  audit_admin: '/audit', business_admin: '/rules',
}

/** Nothing else is open before it is set up. */
export function lacksFactor(): boolean {
  return !!session.second_factor?.is_required && !session.second_factor.is_set
}

/** Each role starts where its work is; who holds several posts chooses one first. */
export function homePath(): string {
  if (!session.signed_in) return '/'
  if (!session.post) return '/posts'
  if (lacksFactor()) return '/account'
  return HOMES[session.post.role] || '/projects'
}

export function isOneOf(...roles: string[]): boolean {
  return roles.includes(role.value)
}
