// By which lawful ways a project reaches production, and what each costs.
import type { FactValue, PlanNode } from './types.ts'

export interface Commitment {
  decided_at_once: boolean | null
  verify_days: number | null
  verify_basis: string | null
  breach_zh: string | null
  breach_en: string | null
}

export type VariantStatus = 'open' | 'in-basic' | 'unknown' | 'closed' | 'expired' | 'not-in-force' | 'no-effect' | 'circular'

export interface Variant {
  id: string
  name: string
  name_en: string
  legal_basis: string | null
  /** 0 nothing given up … 4 the works may be stopped; null: nobody has said. */
  risk: number | null
  risk_zh: string | null
  risk_en: string | null
  note: string | null
  valid_from: string | null
  valid_to: string | null
  confidence: string | null
  evidence: string | null
  commitment: Commitment | null
  status: VariantStatus
  saves_alone: number | null
  /** Working days it would save if what is asked were answered so; null: not worked out. */
  would_save: number | null
  would_save_at_most: boolean
  failed: { field: string; value: FactValue; reason: string; reason_en: string }[]
  ask: { field: string; question: string; question_en: string }[]
}

export interface RouteNode extends Pick<PlanNode, 'code' | 'days' | 'earliest_start' | 'earliest_finish' | 'latest_start' | 'latest_finish' | 'float_days' | 'critical' | 'after'> {
  estimate: boolean
}

export interface Differences {
  left_out: string[]
  added: string[]
  days: { code: string; from: number; to: number; estimate: boolean }[]
  starts: { code: string; from: string; to: string }[]
}

export interface Route {
  number: number
  name: string
  name_en: string
  working_days: number
  production: string
  /** Against the basic route; negative: later than it. */
  saves_days: number
  risk: number
  visits_saved: number
  materials_saved: number
  estimate: boolean
  provisional: boolean
  variants: { id: string; saves_alone: number | null; saves_here: number | null }[]
  differences: Differences
  nodes: RouteNode[]
}

export interface Routes {
  start: string
  basis: string
  basic: { working_days: number; production: string }
  best: { route: number; working_days: number; production: string; variants: string[]; optimal: boolean; nodes: number; lower_bound: number; root_bound: number }
  front: { size: number; shown: number; complete: boolean }
  by?: { date: string; met: boolean; optimal: boolean; nodes: number; earliest: string; route: Route | null } | null
  routes: Route[]
  variants: Variant[]
  items: Record<string, { name: string; name_en: string }>
}

export interface AdoptedVariant { id: string; name: string; name_en: string; legal_basis: string | null; risk: number | null; saves_days: number | null }
