// What lies ahead as estimates: how sure a date is, where reviewers are too few, what a rule would
// move. Nothing of it is kept, but what a unit says of its reviewers.
import type { Id } from './types.ts'

export interface ChanceDay { day: string; working_days: number; provisional: boolean }

export interface Driver {
  code: string
  name: string
  org_name: string | null
  /** Of the uncertainty of production, as far as a straight line explains it. */
  share_permille: number
  critical_permille: number
  planned_days: number
  p50_days: number
  p80_days: number
  /** Finished and running cases that the times were learned from; 0: only the promise stands behind them. */
  cases: number
  open_cases: number
}

export interface Chance {
  samples: number
  cases: number
  p50: ChanceDay
  p80: ChanceDay
  p95: ChanceDay
  promised_on: string | null
  promise_kept_permille: number | null
  forecast: string | null
  drivers: Driver[]
  curve: { permille: number; day: string }[]
}

export interface CapacityUnit {
  org: string
  org_name: string
  /** null: nobody has said, and then it holds nobody up here. */
  reviewers: number | null
  items: number
  used_permille: number | null
  waiting_days: number
  full_days: number
  first_full: string | null
  last_full: string | null
  /** Project-working-days of delay that one more reviewer saves. */
  saved_days: number | null
}

export interface MovedProject { id: Id; number: string; name: string; planned: string | null; production: string; levelled: string; days: number; priority: boolean }

export interface Capacity {
  projects: number
  projects_are_least?: boolean
  items: number
  late_projects: number
  late_days: number
  /** Were there reviewers without end. */
  late_days_free: number
  units: CapacityUnit[]
  moved: MovedProject[]
}

export interface Staffing { id: Id; org: string; org_name: string; stage: string | null; stage_name: string | null; reviewers: number | null; from: string | null; to: string | null; note: string | null; by: string; said_on: string }

export interface Rehearsal {
  projects: number
  projects_are_least: boolean
  moved: number
  later: number
  earlier: number
  days: number
  items: { id: Id; number: string; name: string; district_name: string; planned: string | null; production_before: string; production: string; days: number }[]
}
