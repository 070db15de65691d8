// The shapes of the HTTP API, as far as the pages read them. Days are 'YYYY-MM-DD', instants UTC
// milliseconds, money a decimal text in 万元.
import type { AdoptedVariant } from './types-routes.ts'
import type { Casework } from './types-casework.ts'
import type { Cause } from './types-suppose.ts'

export type Light = 'none' | 'green' | 'yellow' | 'red' | 'done' | 'paused'
export type Id = number

export interface Named { id: Id; name: string }
export interface Coded { code: string; name: string }
export interface Post {
  id: Id
  role: string
  role_name: string
  org: string | null
  org_name: string | null
  district: string | null
  district_name: string | null
  project_id?: Id | null
}

export interface Session {
  signed_in: boolean
  today: string
  city: { id: string; name: string }
  demo: boolean
  csrf: string
  account: { id: Id; login?: string; name: string } | null
  post: Post | null
  posts: Post[]
  second_factor?: { is_set: boolean; is_required: boolean; recovery_left: number }
}

export interface Turn {
  party: string
  org: string | null
  name: string
  act: string
  since: string | null
  until: string | null
  overdue_days: number
  provisional: boolean
}

export interface List<T> { items: T[]; total?: number; total_is_least?: boolean; next?: string | null }

export interface Written {
  id?: Id
  version?: number
  number?: string
  receipt?: string
  token?: string
  applications?: { id: Id; number: string; code: string }[]
}

export interface ProjectRef { id: Id; number: string; name: string; district_name?: string }

export interface ProjectRow extends ProjectRef {
  version: number
  enterprise: string
  district: string
  district_name: string
  direction: string
  direction_name: string
  total_investment_wanyuan: string | null
  stage: string
  stage_name: string
  turn: Turn | null
  light: Light
  effect_days: number
  production_planned: string | null
  production_forecast: string | null
  provisional: boolean
  navigator: Named | null
  done: number
  total: number
  open_problems: number
}

export interface StagePart { id: string; name: string; state: 'done' | 'current' | 'todo'; done: number; total: number }

export interface Action {
  kind: string
  label?: string
  project_id?: Id
  application_id?: Id
  problem_id?: Id
  bring_forward_id?: Id
  item?: string
  org_name?: string
}

export interface NextStep { title: string; detail: string; due: string | null; light: Light; action: Action | null }

export interface PlanHead {
  number: number
  adopted_on: string
  confirmed_on: string | null
  state: 'proposed' | 'confirmed' | 'objected' | 'none'
  start: string
  production: string
  working_days: number
}

export interface PlanNode {
  online_only?: boolean
  code: string
  name: string
  kind: 'item' | 'milestone'
  stage: string
  stage_name: string
  org: string | null
  org_name: string | null
  days: number
  earliest_start: string
  earliest_finish: string
  latest_start: string
  latest_finish: string
  float_days: number
  critical: boolean
  after: string[]
  forecast_start?: string | null
  forecast_finish?: string | null
  actual_start?: string | null
  actual_finish?: string | null
  light?: Light
  application_id?: Id | null
  state_name?: string
  may_wait_days?: number | null
  provisional?: boolean
  /** Its days are nobody's promise (预估). */
  estimate?: boolean
}

export interface Milestone { id: string; name: string; planned: string | null; forecast?: string | null; reached_on: string | null }

export interface Project extends ProjectRow {
  industry_class: string | null
  land_area_mu: string | null
  contact?: string | null
  source: string | null
  registered_on: string
  coordinated_by: 'city' | 'district'
  query_code?: string | null
  stages: StagePart[]
  next_step: NextStep | null
  plan: PlanHead | null
  may: string[]
  applications: Application[]
  problems: ProblemRow[]
  nodes: PlanNode[]
  milestones: Milestone[]
  /** Working days later than the plan; null: no plan is confirmed. */
  late_days: number | null
  causes: Cause[]
}

export interface Application {
  id: Id
  number: string
  version: number
  project: ProjectRef
  code: string
  name: string
  org: string
  org_name: string
  state: string
  state_name: string
  stage: string
  stage_name: string
  needed: string
  online_only: boolean
  returned: boolean
  transfer_to: string | null
  opened: boolean
  submitted_on: string | null
  received_on: string | null
  accepted_on: string | null
  due_on: string | null
  used_days: number
  left_days: number | null
  limit_days: number
  limit_basis: string
  light: Light
  effect: { light: Light; float_days: number | null; critical: boolean; production_moves: number } | null
  turn: Turn | null
  materials_have: number
  materials_need: number
  reminded?: number
  last_reminded_on?: string | null
  verified_on: string | null
  stale: boolean
  handler: Named | null
  provisional: boolean
}

export interface Material { name: string; source: string; required: boolean; state?: 'have' | 'missing' | 'shared' }

export interface Guide {
  code?: string
  name?: string
  stage_name?: string
  org_name?: string
  legal_basis?: string | null
  statutory_days?: number | null
  promised_days?: number | null
  planning_days?: number | null
  fee?: string | null
  materials?: Material[]
  outputs?: string[]
  notes?: string | null
}

export interface ClockLeg { kind: string; from: string; to: string | null; days: number; note: string | null }

export interface HistoryLine {
  seq: number
  recorded_at: number
  happened_on: string | null
  kind: string
  sentence: string
  actor_name: string | null
  receipt: string
}

export interface ApplicationDetail extends Application, Casework {
  item: Guide
  clock: {
    legs: ClockLeg[]
    limit_days: number
    used_days: number
    left_days: number | null
    paused: boolean
    acceptance_due?: string | null
    due_on: string | null
    delivery_due: string | null
  } | null
  before: { code: string; name: string; state_name: string; done: boolean }[]
  after: { code: string; name: string; critical: boolean; float_days: number | null }[]
  history: HistoryLine[] | List<HistoryLine>
  supplement: {
    asked_on: string
    reasons: { code: string; name: string; note?: string | null }[]
    materials?: string[]
    note: string | null
    completed_on: string | null
  } | null
  decision: { result: string; on: string; reason?: string | null; valid_until?: string | null } | null
  may: string[]
}

export interface ProblemRow {
  id: Id
  number: string
  version: number
  project: ProjectRef
  title: string
  category: string
  category_name: string
  state: string
  state_name: string
  level: string
  level_name?: string
  org: string | null
  org_name: string | null
  helpers: { org: string; org_name: string }[]
  owner: Named | null
  raised_by_name: string | null
  raised_on: string
  due_on: string | null
  light: Light
  overdue_days: number
  application_id: Id | null
  items: { code: string; name: string }[]
  cost: { days: number; spare_days: number | null; item_name: string; provisional: boolean } | null
  turn: Turn | null
  climbs_on: string | null
  climbs_to: string | null
  stuck_on: string | null
  cause: string | null; cause_name: string | null
  may: string[]
  merged_into: { id: Id; number: string; reason: string } | null
  parts: { id: Id; number: string; title: string; agrees: boolean }[]
  upward: import('./types-work.ts').Upward | null
}

export interface StoredFile { id: Id; name: string; size: number; digest?: string; receipt?: string; uploaded_on?: string; uploaded_by_name?: string; version?: number; replaced_by?: Id | null; scan?: string }

export interface ProblemDetail extends ProblemRow {
  description: string
  measures: string | null
  solution: string | null
  evidence: StoredFile[]
  done_on: string | null
  no_evidence?: string | null
  return_reason?: string | null
  close_note?: string | null
  verify_note: string | null
  history: HistoryLine[] | List<HistoryLine>
  people?: { id: Id; name: string; org: string; org_name: string }[]
  plan_items?: { code: string; name: string }[]
  alike?: { id: Id; number: string; title: string; why: string }[]
}

export type FactValue = boolean | number | string | string[] | null

export interface FactSpec {
  name: string
  type: string
  values?: (string | Coded)[] | null
  unit?: string | null
  meaning?: string
  question?: string
  why?: string
}

export interface Fact extends FactSpec { value: FactValue; source: string | null; by: string | null; on: string | null }

export interface Question {
  field: string
  question: string
  why: string
  type: string
  values?: (string | Coded)[] | null
  unit?: string | null
  decides: Coded[]
}

export interface Unsure { field: string; meaning: string; by_role: string; on: string }
export interface Facts { version: number; facts: Fact[]; questions: Question[]; warnings: string[]; unsure: Unsure[] }

export interface CriterionLine {
  field: string
  field_name: string
  op: string
  value: FactValue
  threshold: FactValue
  gap: FactValue
  unit?: string | null
  result: 'yes' | 'no' | 'unknown'
  source: string | null
}

export interface Criterion {
  code: string
  name: string
  kind: 'required' | 'priority' | 'advice'
  result: 'yes' | 'no' | 'unknown'
  lines: CriterionLine[]
  score: number
  score_max: number
  basis: string | null
  source: string | null
  confidence: string | null
  override: { reason: string; by: string; on: string } | null
  may_override: boolean
  override_by_name?: string | null
  advice?: string | null
}

export interface Screening {
  criteria: Criterion[]
  suggestion: 'list' | 'refuse' | 'more_facts'
  score: number
  unknown: (Partial<FactSpec> & { field: string; name: string })[]
  recorded: { on: string; by: string; result: string } | null
  estimate: { items: number; working_days: number; label: string } | null
}

export interface PlanPreview {
  start: string
  production: string
  working_days: number
  provisional_after: string | null
  nodes: PlanNode[]
  questions: Question[]
  unknown_items: { code: string; name: string; fields: (string | { field: string; name: string })[] }[]
  difference: { added: string[]; removed: string[]; production_days: number } | null
}

export interface PlanVersion extends PlanHead { by: string; note: string | null; reason?: string | null; route?: AdoptedVariant[] }

export interface ReadyItem {
  code: string
  name: string
  org_name: string
  stage_name: string
  promised_days: number | null
  materials: Material[]
  critical: boolean
  missing_predecessors: (string | Coded)[]
}

export * from './types-ahead.ts'
export * from './types-casework.ts'
export * from './types-routes.ts'
export * from './types-suppose.ts'
export * from './types-work.ts'
