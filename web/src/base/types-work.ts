// The shapes of the work screens, the city's data and administration.
import type { CaseworkPack } from './types-casework.ts'
import type { Action, Application, Coded, FactSpec, Guide, Id, Light, List, Post, ProblemRow, ProjectRef, ProjectRow } from './types.ts'

export interface Todo {
  key: string
  kind: string
  light: Light
  due: string | null
  left_days: number | null
  title: string
  detail: string
  project: ProjectRef
  effect_days: number
  critical: boolean
  who: 'me' | 'enterprise' | 'department'
  action: Action | null
}

export interface Waiting {
  title: string
  who: string
  since: string
  days: number
  read: boolean
  application_id: Id
  reminded: number
  last_reminded_on: string | null
  verified_on: string | null
  project: ProjectRef
}

export interface Workbench {
  counts: { overdue: number; soon: number; week: number; waiting: number; projects: number }
  todo: Todo[]
  waiting: Waiting[]
  looked_at: number | null
  training: { course: string; name: string; state: string | null; valid_until: string | null }[]
  risks: { project: ProjectRef; late_days: number; cause: string }[]
}

export interface Queue extends List<Application> {
  counts: { to_receive: number; to_accept: number; in_review: number; supplement: number; special: number; to_deliver: number; due_today: number; overdue: number }
}

export interface EnterpriseProject extends ProjectRow {
  asks: { title: string; due: string | null; why: string; action: Action | null; light: Light }[]
  progress: { name: string; light: Light; state_name: string; finish: string | null }[]
  query_code?: string | null
}

export interface Figures {
  items: { code: string; name: string; value: string | number; unit: string | null; definition: string; link: string | null }[]
  needs: ProblemRow[]
  lights: { red: number; yellow: number }
  stages: { id: string; name: string; count: number }[]
  districts: { code: string; name: string; count: number; investment_wanyuan: string | null }[]
}

export interface Pack extends CaseworkPack {
  city: { id: string; name: string; version: string }
  districts: Coded[]
  orgs: { id: string; name: string; type: string }[]
  industries: { classes: Coded[]; directions: (Coded & { class?: string })[] }
  parks: { id: string; name: string; district: string }[]
  stages: { id: string; name: string }[]
  contact_roles: { id: string; name: string }[]
  roles: { id: string; name: string }[]
  facts: FactSpec[]
  problem_categories: Coded[]
  problem_causes: Coded[]
  supplement_reasons: Coded[]
  stop_reasons?: (Coded & { kind: string; law: string | null })[]
  items: (Guide & { code: string; name: string; stage: string; org: string; kind: string })[]
  calendar?: { published_through: number; off: string[]; work: string[] }
}

export interface Account {
  id: Id
  login: string
  name: string
  disabled: boolean
  locked: boolean
  posts: Post[]
  created_on: string
  version?: number
}

export interface AuditLine { number: number; at: number; account: Id | null; account_name: string | null; act: string; detail: string | null; peer: string | null }

export interface Change { seq: number; kind: string; project_id: Id | null; application_id: Id | null; problem_id: Id | null }

/** The text for upward eyes of a problem; the texts themselves on its page. */
export interface Upward { state: 'none' | 'waits' | 'returned' | 'approved'; pending: boolean; approved_on: string | null; approved_by_name: string | null; title?: string | null; body?: string | null; draft_title?: string | null; draft_body?: string | null; drafted_by_name?: string | null; return_reason?: string | null }
