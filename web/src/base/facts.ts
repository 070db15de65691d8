// A fact's value between the form (texts) and the server (typed). "Not known" is an answer of its
// own: null.
import { t } from './i18n.ts'
import type { Coded, FactSpec, FactValue } from './types.ts'
import type { FieldSpec, FormValue, Option } from '../kit/form.ts'

// Said in a sentence: one value where it is sure, else what it may be.
export interface SaidFact { field: string; said: FactValue[]; is_sure: boolean; words: string; name?: string | null; question?: string; type?: string; values?: (string | Coded)[] | null; unit?: string | null }

const NOT_KNOWN = '?'
const MANY_VALUES = 7

function optionsOf(spec: FactSpec): Option[] {
  const list = (spec.values || []).map((value) => (typeof value === 'string' ? { value, text: value } : { value: value.code, text: value.name }))
  return spec.type === 'set' ? list : [...list, { value: NOT_KNOWN, text: t('kit.dont_know') }]
}

export function fieldOf(spec: FactSpec, label: string, hint?: string): FieldSpec {
  const base = { name: spec.name, label, hint, optional: true, quiet: true }
  if (spec.type === 'bool') {
    return { ...base, kind: 'radio', across: true, options: [
      { value: 'true', text: t('kit.yes') }, { value: 'false', text: t('kit.no') }, { value: NOT_KNOWN, text: t('kit.dont_know') },
    ] }
  }
  if (spec.type === 'enum') return { ...base, kind: (spec.values || []).length > MANY_VALUES ? 'select' : 'radio', across: true, options: optionsOf(spec) }
  if (spec.type === 'set') return { ...base, kind: 'checks', across: true, options: optionsOf(spec) }
  if (spec.type === 'number' || spec.type === 'integer' || spec.type === 'money') return { ...base, kind: 'number', unit: spec.unit || undefined, inputmode: spec.type === 'integer' ? 'numeric' : 'decimal' }
  return { ...base, kind: spec.type === 'date' ? 'date' : 'text', width: 'mid' }
}

export function toForm(value: FactValue, spec: FactSpec): FormValue {
  if (spec.type === 'set') return Array.isArray(value) ? value : []
  return value === null || value === undefined ? '' : String(value)
}

export function fromForm(value: FormValue, spec: FactSpec): FactValue {
  if (Array.isArray(value)) return value.length ? value : null
  const text = value.trim()
  if (text === '' || text === NOT_KNOWN) return null
  if (spec.type === 'bool') return text === 'true'
  // What is no number is sent as it was typed, so that the server can say what is wrong with it.
  if ((spec.type === 'number' || spec.type === 'integer') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  return text
}

export function factText(value: FactValue | undefined, unit?: string | null): string {
  if (value === null || value === undefined) return t('kit.not_known')
  if (value === true) return t('kit.yes')
  if (value === false) return t('kit.no')
  if (Array.isArray(value)) {
    const parts = (value as FactValue[]).map((one) => factText(one)).join(t('kit.list_comma'))
    return parts ? (unit ? `${parts} ${unit}` : parts) : t('kit.none')
  }
  return unit ? `${value} ${unit}` : String(value)
}
