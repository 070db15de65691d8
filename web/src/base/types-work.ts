// The shapes of the work screens, the city's data and administration.
import type { CaseworkPack } from './types-casework.ts'
import type { Action, Application, Coded, FactSpec, Guide, Id, Light, List, Post, ProjectRef, ProjectRow } from './types.ts'

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

interface Stuck { id?: string; name: string; unit?: boolean; projects?: number; late?: number; days_lost?: number; overdue?: number; rows_at: string }
export interface Cockpit {
  scope_name: string
  as_of: string
  questions: string[]
  needs: { kind: string; name: string; count: number; more: boolean; link: string; items: { id: number; number: string; title: string | null; project: ProjectRef | null; org: string | null; org_name: string | null; due_on: string | null; overdue_days: number; light: Light; link: string }[] }[]
  stuck: { definition: string; projects: number; investment_wanyuan: string | null; running: number; late: number; days_lost: number; red: number; yellow: number; rows_at: string; districts: (Stuck & { code: string; column: number | null; row: number | null; projects: number; late: number; org: string | null })[]; units: Stuck[]; stages: Stuck[] }
  doing: { id: string; name: string; unit: string; definition: string; numerator: string; denominator: string; part: number; whole: number; value: string | null; low: string | null; high: string | null; enough: boolean }[]
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
  second_factor: boolean
  posts: Post[]
  created_on: string
  version?: number
}

export interface AuditLine { number: number; at: number; account: Id | null; account_name: string | null; act: string; detail: string | null; peer: string | null }

export interface Change { seq: number; kind: string; project_id: Id | null; application_id: Id | null; problem_id: Id | null }

/** The text for upward eyes of a problem; the texts themselves on its page. */
export interface Upward { state: 'none' | 'waits' | 'returned' | 'approved'; pending: boolean; approved_on: string | null; approved_by_name: string | null; title?: string | null; body?: string | null; draft_title?: string | null; draft_body?: string | null; drafted_by_name?: string | null; return_reason?: string | null }
