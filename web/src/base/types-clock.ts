// What the server says of clocks, notices and those who oversee them.
import type { Light } from './types.ts'

export interface HandsSum { total: number; department: number; enterprise: number; third_party: number; legal_stop: number }

export interface DerivationPart { what: string; from: string | null; to: string | null; days: number; law: string | null; meaning: string | null }

export interface Derivation {
  of: string
  day: string | null
  from: string
  from_what: string
  parts: DerivationPart[]
  working_days?: number | null
  days_off?: number | null
  counting_law?: string | null
  provisional: boolean
}

export interface ClockStop {
  kind: string
  name: string
  law: string | null
  reason: string
  renewal_reason: string | null
  days: number
  noticed_on: string | null
  since: string
  until: string | null
  renewal_due: string | null
  renewal_overdue: boolean
  missed: number
}

export interface CaseClock {
  accepted_on: string | null
  delivery_due: string | null
  delivered_on: string | null
  delivery_light: Light
  limits: { basis: string; counts: boolean; days: number; due_on: string | null; used_days: number; left_days: number; overdue: boolean; law: string | null; item_law: string | null }[]
  extension: { days: number; approver: string; document: string; reason: string; law: string | null } | null
  stops: ClockStop[]
  derivation: Derivation[]
  hands: HandsSum
  joint: { limit_days: number; due_on: string | null; left_days: number; light: Light; law: string } | null
}

export interface NoticeRow {
  id: number
  project_id: number | null
  project_name: string | null
  application_id: number | null
  application_number: string | null
  about_id: number | null
  kind: string
  rule: string | null
  address_name: string
  text: string
  law: string
  due_on: string
  left_days: number
  sent_on: string
  read_on: string | null
}
export interface NoticeList { unread?: number; items: NoticeRow[]; next: number | null }

export interface LadderTest { who: string; whole: boolean; people: number; reaches: boolean; text: string; nobody_in: { code: string; name: string }[] }
export interface LadderRule { id: string; name: string; when: string; days: number; tell: string[]; channel: string; last_fired_on: string | null; fired: number; reaches: boolean; test: LadderTest[] }

export interface OddUse {
  rules: { id: string; name: string; text: string; days: number; at_least: number | null; percent: number | null; found: number }[]
  items: { rule: string; org: string; org_name: string; application_id: number | null; number: string | null; item: string | null; project_name: string | null; on: string | null; evidence: string }[]
  cases: number
  newest_only: boolean
}
export interface LateEntries {
  after_days: number
  units: { org: string; name: string; acts: number; late: number; most_days: number }[]
  items: { seq: number; act: string; happened_on: string; recorded_at: number; late_days: number; application_id: number; number: string; item: string; org_name: string; project_name: string }[]
}
export interface HandsRow extends HandsSum { key: string; name: string; cases: number }
export interface HandsList { newest_only: boolean; sum: HandsRow; items: HandsRow[] }
