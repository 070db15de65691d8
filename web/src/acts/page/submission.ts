// What an application says, version by version, and what one says otherwise than another.
import { get } from '../../base/api.ts'
import { t } from '../../base/i18n.ts'
import { useResource } from '../../base/resource.ts'
import type { Answer } from '../../base/types-intake.ts'

export interface FormLine { id: string; name: string; section: string; type: string; unit: string | null; required: boolean; guidance: string | null; check: string | null; max: number | null; values: string[]; value: Answer }
export interface Version { version: number; origin: string; kept_on: string; by_role: string; answers: { field: string; name: string; unit: string | null; value: Answer }[]; materials: Record<string, number[]> }
export interface Submission { fields: FormLine[]; versions: Version[]; files: { id: number; name: string }[] }

export function useSubmission(id: () => number) {
  return useResource(() => get<Submission>(`/applications/${id()}/submission`), [id], (change) => change.application_id === id())
}

export interface Change { name: string; before: string; after: string; files: number[]; old: number[] }

function said(value: Answer | undefined, unit: string | null): string {
  if (value === null || value === undefined || value === '') return t('cp.empty')
  const text = typeof value === 'boolean' ? t(value ? 'kit.yes' : 'kit.no') : String(value)
  return unit ? `${text} ${unit}` : text
}

/** What the later version says otherwise. Nothing is ever taken out of one. */
export function changesBetween(before: Version | undefined, after: Version): Change[] {
  const old = new Map((before?.answers || []).map((one) => [one.field, one.value]))
  const fields = after.answers.filter((one) => old.get(one.field) !== one.value).map((one) => ({ name: one.name, before: said(old.get(one.field), one.unit), after: said(one.value, one.unit), files: [], old: [] }))
  const papers = Object.entries(after.materials).filter(([name, files]) => String(before?.materials[name] || '') !== String(files))
  return [...fields, ...papers.map(([name, files]) => ({ name, before: '', after: '', files, old: before?.materials[name] || [] }))]
}

