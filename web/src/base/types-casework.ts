// What hangs on a case: what its unit asks of others, looks at, has signed, promises.
import type { Id } from './types.ts'

interface Thing { id: Id; version: number; may: string[]; state: string }

export interface ConsultedUnit { org: string; org_name: string; opinion: string | null; reason: string | null; replied_on: string | null }
export interface Consultation extends Thing {
  kind_name: string
  rule: string | null
  holds_decision: boolean
  question: string
  asked_on: string
  due_on: string
  overdue_days: number
  outcome: string | null
  opinion: string | null
  units: ConsultedUnit[]
}
export interface SiteVisit extends Thing {
  planned_on: string
  missed: boolean
  purpose: string
  place: string | null
  orgs: { org: string; org_name: string }[]
  done_on: string | null
  findings: string | null
  result: string | null
  rectify_by: string | null
  files: Id[]
}
export interface Signer { position: number; org_name: string; name: string | null; answer: string; note: string | null; answered_on: string | null }
export interface Countersign extends Thing { mode: string; purpose: string; opened_on: string; signers: Signer[] }
export interface PromisedDay extends Thing {
  what: string
  words: string | null
  by_org_name: string
  promised_on: string
  first_on: string
  left_days: number | null
  moves: number
  kept_on: string | null
  missed_on: string | null
  request: { state: string; to: string; reason: string } | null
  application_id: Id
  item_name: string
}
export interface Condition { number: number; text: string; state: string; due_on: string; left_days: number | null; met_on: string | null; may_confirm: boolean }

/** Members of an application's page. */
export interface Casework {
  corrections: { kind: 'field' | 'material'; target: string; name: string; reason: string; reason_name: string; note: string | null }[]
  desk: { returns: number; code_name: string | null; reason: string | null; since: string | null; proposal: string | null; opinion: string | null } | null
  transfer: { from_name: string; to_name: string; reason: string; asked_on: string; may: string[] } | null
  conditions: Condition[]
  delivery: { way_name: string; number: string | null } | null
  consultations: Consultation[]
  site_visits: SiteVisit[]
  countersigns: Countersign[]
  promises: PromisedDay[]
  held_by: { consultations: number; site_visits: number; countersigns: number; transfers: number }
}

export interface DeskLine {
  kind: string
  id: Id
  application_id: Id
  application_number: string
  item_name: string
  org_name: string
  act: string
  since: string | null
  until: string | null
  left_days: number | null
}
export interface Desk { items: DeskLine[]; people: { id: Id; name: string }[] }

export interface CaseworkPack {
  consultation_kinds: { id: string; name: string; days: number; longest_days: number; rule: string }[]
  return_reasons: { code: string; name: string }[]
  delivery_ways: { id: string; name: string; needs_number: boolean }[]
}
