// The one form and the parallel cases it opens.
import type { Application, Coded, Id, ProjectRef } from './types.ts'

export type Answer = string | number | boolean | null
export interface KnownFrom { kind: 'project' | 'fact' | 'answer' | 'certificate'; name: string; on: string | null; note: string | null; value: Answer }
export interface FormItem { id: string; name: string; type: string; unit: string | null; required: boolean; guidance: string | null; check: string | null; max: number | null; values: string[]; asked_by: Coded[]; value: Answer; drafted: boolean; version: number; from: KnownFrom | null; other: KnownFrom | null }
export interface FormSection { id: string; name: string; fields: FormItem[] }
export interface Paper { name: string; required: boolean; deferrable: boolean; state: string; reason: string | null; basis: string | null; held_by: string | null; held_on: string | null; files: Id[]; needed_by: Coded[] }
export interface Finding { kind: string; field: string | null; item: string | null; material: string | null; what: string; why: string | null; do: string | null }
export interface IntakeForm {
  project: ProjectRef
  version: number
  items: { code: string; name: string; org: string; org_name: string; online: string | null; visits: number | null }[]
  sections: FormSection[]
  materials: Paper[]
  desks: { id: string; name: string }[]
  draft: { version: number; saved_at: number; saved_by: string; channel: string | null; desk: string | null } | null
  stops: Finding[]
  warnings: Finding[]
}
export interface Joint { limit_days: number; extension_days: number | null; paused: boolean; promised_days: number | null; basis: string; from: string | null; due_on: string | null; promised_due_on: string | null; ended_on: string | null; used_days: number | null; left_days: number | null; overdue: boolean; provisional: boolean; waits_for: number }
export interface ParallelCase { id: Id; number: string | null; taken_on: string; channel: string | null; desk_name: string | null; note: string | null; applications: number; joint: Joint | null; hangs_on: { application: Id; name: string; org_name: string; due_on: string | null } | null }
/** What is handed in as one thing (一件事), as it stands. */
export interface OneThing { code: string; name: string; lead_org: string | null; lead_name: string | null; state: string; items: { application: Id; code: string; name: string; org_name: string; state: string; state_name: string }[]; left_out: { code: string; name: string }[] }
export interface WholeCase extends ParallelCase { project: ProjectRef; items: Application[]; one_thing: OneThing | null }
export interface HallYear { year: number; channels: { online: number; navigator: number; window: number }; spread: { none: number; once: number; more: number }; projects: { id: Id; name: string; intakes: number; visits: number }[]; items: { code: string; name: string; visits: number }[] }
