import type { Json, RuleRecord } from './rules-form.ts'

export interface RuleKey { name: string; label: string; shape: string; nullable: boolean; optional: boolean; target: string | null; words: string[] | null }
export interface RuleKind { kind: string; name: string; id: string | null; keys: RuleKey[] }
export interface RuleRow {
  key: string; name: string; org_name?: string | null; stage?: string; promised_days?: number | null; statutory_days?: number | null
  planning_days?: number | null; joint_days?: number | null; value?: number; unit?: string; status?: string; document_number?: string | null; in_force: boolean; versions?: number
  valid_from?: string | null; valid_to?: string | null
}
export interface RuleVersion { valid_from: string | null; valid_to: string | null; in_force: boolean; record: RuleRecord }
export interface RuleShown { kind: string; key: string; name: string; on: string; record: RuleRecord | null; versions: RuleVersion[] }
export interface RuleSet {
  id: number; version: number; state: 'draft' | 'published' | 'in_force' | 'withdrawn' | 'discarded'; title: string; reason: string; from: string | null
  reverts: number | null; changes_total: number; opened_on: string; opened_by: string | null; published_on: string | null; published_by: string | null
  note: string | null; withdrawn_on: string | null; withdrawn_by: string | null; why: string | null
}
export interface RuleChange {
  kind: string; kind_name: string; key: string; name: string; ends: boolean; is_new: boolean; stale: boolean; source: string; put_on: string; put_by: string | null
  before: RuleRecord | null; after: RuleRecord | null; members: { name: string; label: string; before: Json; after: Json }[]
}
export interface RuleFinding { file: string; record: string | null; member: string | null; label: string | null; text: string }
export interface RuleSetShown extends RuleSet { changes: RuleChange[]; findings: RuleFinding[]; may: string[] }
export interface RuleRehearsal {
  from: string; projects: number; projects_are_least: boolean; affected: number; moved: number; later: number; earlier: number; days: number; longest: number
  critical_changed: number; plans_longer: number; plans_shorter: number; plans_not_made: number; items_added: number; items_removed: number
  cases_to_come: number; cases_kept: number; named: boolean; districts: { district_name: string; affected: number; days: number }[]
  items: { id: number; number: string; name: string; district_name: string; production_before: string; production: string; days: number; cases_to_come: number
    plan_days_before: number | null; plan_days: number | null; critical_changed: boolean; critical: string[]; added: string[]; removed: string[] }[]
  policies: PolicyRehearsal | null
}
export interface PolicyStand { group: string; gap: string | null; money: string | null }
export interface PolicyRehearsal {
  changed: number; enterprises: number; affected: number; gains: number; loses: number; comes_near: number; leaves_near: number; gap_moves: number; amount_moves: number; lacks: number
  items: { id: number; number: string; name: string; district_name: string; policy: string; title: string; move: string; before: PolicyStand; after: PolicyStand }[]
}
