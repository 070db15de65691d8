// What the server says of promises: commitments, materials that follow, steps elsewhere, validity.
export interface Fact { field: string; meaning: string }
export interface Paper { version: number; title: string; promise: string; liability: string; digest: string; promise_en?: string | null; liability_en?: string | null }
export interface Offer { variant: string; name: string; class_name: string; status: string; why: Fact[]; mark: string | null; at_once: boolean; check_days: number; checker_name: string | null; breach: string | null; legal_basis: string | null; text: Paper | null }
export interface Place { id: number; number: string; name: string }
export interface Commitment {
  id: number; version: number; project: Place; application_id: number; application_number: string; item_name: string; class_name: string; state: string; state_name: string
  checker_name: string; signed_on: string; granted_on: string | null; check_by: string | null; missed_on: string | null; rectify_by: string | null; left_days: number | null
  is_false: boolean; note: string | null; reply: string | null; may: string[]; on_failed: string[]; on_false: string[]
}
export interface Offers { application_id: number; offers: Offer[]; items: Commitment[] }
export interface Task { id: number; version: number; project: Place; item_name: string; org_name: string; why: string; due_on: string; done_on: string | null; left_days: number | null; outcome: string | null; note: string | null; may_finish: boolean }
export interface Mark { id: number; version: number; project: Place; enterprise: string; kind_name: string; org_name: string; reason: string; since: string; repaired_on: string | null; repair: string | null; may_repair: boolean }
export interface Deferral {
  id: number; version: number; project: Place; application_number: string; item_name: string; materials: string[]; certificate: string; state: string; state_name: string
  due_on: string; left_days: number | null; granted_on: string | null; extension_latest: string | null; may: string[]
}
export interface Deferrals { closed_by_record: boolean; latest: string | null; certificate: string | null; materials: string[]; items: Deferral[] }
export interface Items<T> { items: T[] }
