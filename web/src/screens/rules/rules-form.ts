// Between a record of the rules and a form: what kind of field each key is, and which members a form
// has changed. Pure.
import type { FieldSpec, FormValues } from '../../kit/form.ts'
import type { Pack } from '../../base/types.ts'
import type { RuleKey } from './types.ts'

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type RuleRecord = { [name: string]: Json }

const LONG = new Set(['legal_basis', 'notes', 'note', 'rule', 'remedy', 'org_note', 'meaning_zh', 'meaning_en', 'basis', 'source', 'risk_zh', 'risk_en'])
/** What is asked first, in this order; the rest stands below. */
export const FIRST: Record<string, string[]> = {
  item: ['promised_days', 'planning_days', 'statutory_days'],
  bundle: ['joint_days', 'planning_days'],
  limit: ['value'],
  gate: ['targets'],
  policy: ['title', 'status', 'document_number', 'issuer', 'valid_to'],
}

function isLines(shape: string): boolean {
  return shape === 'texts' || shape === 'codes'
}

function isJson(shape: string): boolean {
  return ['list', 'object', 'rule', 'any'].includes(shape)
}

function optionsFor(target: string | null, pack: Pack | null): { value: string; text: string }[] | null {
  if (target === 'units') return (pack?.orgs || []).map((one) => ({ value: one.id, text: one.name }))
  if (target === 'stages') return (pack?.stages || []).map((one) => ({ value: one.id, text: one.name }))
  return null
}

export function specOf(key: RuleKey, pack: Pack | null, hints: { lines: string; json: string; yes: string; no: string }): FieldSpec {
  const base = { name: key.name, label: key.label, optional: key.nullable || key.optional, quiet: true }
  const options = key.shape === 'code' ? optionsFor(key.target, pack) : null
  if (options) return { ...base, kind: 'combo', options }
  if (key.words) return { ...base, kind: 'select', half: true, options: key.words.map((one) => ({ value: one, text: one })) }
  if (key.shape === 'number' || key.shape === 'whole') return { ...base, kind: 'number', width: 'short', half: true }
  if (key.shape === 'bool') return { ...base, kind: 'select', half: true, options: [{ value: 'true', text: hints.yes }, { value: 'false', text: hints.no }] }
  if (key.shape === 'day') return { ...base, kind: 'date', half: true }
  if (isLines(key.shape)) return { ...base, kind: 'area', rows: 3, maxlength: 20000, hint: hints.lines }
  if (isJson(key.shape)) return { ...base, kind: 'area', rows: 5, maxlength: 60000, hint: hints.json }
  if (LONG.has(key.name)) return { ...base, kind: 'area', rows: 2, maxlength: 4000 }
  return { ...base, kind: 'text', maxlength: 2000 }
}

export function textOf(key: RuleKey, value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  if (isLines(key.shape) && Array.isArray(value)) return value.join('\n')
  if (isJson(key.shape)) return JSON.stringify(value, null, 1)
  return String(value)
}

export function valuesOf(record: RuleRecord | null, keys: RuleKey[]): FormValues {
  return Object.fromEntries(keys.map((key) => [key.name, textOf(key, record?.[key.name])]))
}

function read(key: RuleKey, text: string): Json {
  const trimmed = text.trim()
  if (isLines(key.shape)) {
    const lines = trimmed.split('\n').map((line) => line.trim()).filter(Boolean)
    return lines.length || !key.nullable ? lines : null
  }
  if (!trimmed) return key.shape === 'list' && !key.nullable ? [] : null
  if (key.shape === 'number' || key.shape === 'whole') {
    const number = Number(trimmed)
    if (!Number.isFinite(number)) throw new Error('number')
    return number
  }
  if (key.shape === 'bool') return trimmed === 'true'
  if (isJson(key.shape)) return JSON.parse(trimmed) as Json
  return trimmed
}

/** The members that are others than in the record; what cannot be read is named. */
export function membersOf(values: FormValues, keys: RuleKey[], record: RuleRecord | null): { members: RuleRecord; wrong: string[] } {
  const members: RuleRecord = {}
  const wrong: string[] = []
  for (const key of keys) {
    const text = String(values[key.name] ?? '')
    if (record && text === textOf(key, record[key.name])) continue
    try {
      const value = read(key, text)
      if (!record && value === null && key.optional) continue
      if (!record || JSON.stringify(value) !== JSON.stringify(record[key.name] ?? null)) members[key.name] = value
    } catch {
      wrong.push(key.name)
    }
  }
  return { members, wrong }
}

/** A value as a person reads it, for the comparison. */
export function shown(value: Json | undefined, none: string): string {
  if (value === null || value === undefined || value === '') return none
  if (Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number')) return value.length ? value.join('、') : none
  if (typeof value === 'object') return JSON.stringify(value, null, 1)
  return String(value)
}
