export interface Indicator {
  id: string; name: string; group: string; unit: string; definition: string; formula: string; numerator: string; denominator: string
  rows_of: string; basis: 'cohort' | 'period'; cut_off: string; form: 'share' | 'ratio' | 'mean' | 'days'; minimum: number; source: string; confidence: string
}
export interface Outside { id: string; system: string; name: string; answer: 'yes' | 'part' | 'no'; indicator: string | null; why: string }
export interface Catalogue { items: Indicator[]; steps: { id: string; name: string; means: string }[]; external: Outside[] }
export interface FigureGroup {
  key: string; name: string; across?: string; rows: number; part?: number; whole?: number; value: string | null; low?: string | null; high?: string | null
  excluded?: number; without_excluded?: string | null; amount_value?: string | null; ended?: number; median?: number | null; p90?: number | null
  enough: boolean; beside_rest?: 'above' | 'below' | 'same' | null; rows_at: string
}
export interface Figure extends Indicator {
  title: string; cut: string; by: string | null; across: string | null; all: FigureGroup; items: FigureGroup[]; more: boolean
  curve: { days: number; permille: number }[]; stamp: { id: string; name: string; value: string }[]
}
export interface Row {
  thing: string; id: number; number: string; item: string | null; org_name: string | null; project_id: number; project_name: string; on: string
  part: number | null; whole: number | null; days: number | null; ended: boolean; excluded: boolean
}
export interface Funnel { cut: string; items: { id: string; name: string; count: number; share: string | null; amount_wanyuan: string; amount_share: string | null; rows_at: string | null }[] }
/** A way of the map: `days`, `median`, `p90`, `saved` in working days; hands as days in whose hands. */
export interface Way {
  from: string; from_name: string; to: string; to_name: string; times: number; courses: number; rows_at?: string
  days?: number; median?: number | null; p90?: number | null; saved?: number | null
  department?: number; enterprise?: number; third_party?: number; legal_stop?: number
}
export interface Act { key: string; name: string; times: number; courses: number; again: number; again_days: number; waiting: number; median?: number | null; p90?: number | null }
export interface WayMap {
  grain: 'case' | 'project'; cut: string; courses: number; open: number; activities: Act[]; items: Way[]; units?: Way[]
  variants: { courses: number; marks: number; way: string[] }[]; variant_count: number; beyond_variants: number
  hands?: { department: number; enterprise: number; third_party: number; legal_stop: number }
}
