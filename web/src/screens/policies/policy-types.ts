// What the server says of policies and the facts they ask for (GET /projects/{id}/policies).
import { t } from '../../base/i18n.ts'
import type { FieldSpec, FormValues } from '../../kit/form.ts'

export interface FactField { field: string; name: string; unit: string | null; type: string; options: { value: string; name: string }[] | null }
export interface Sum { state?: string; from: string; to: string | null }
export interface Amount { state: 'none' | 'exact' | 'range' | 'unknown'; from: string; to: string | null }
export interface Gap { field: string; value: string; threshold: string; gap: string; direction: 'up' | 'down'; unit: string | null }
export interface PolicyLine {
  id: string; group: Group; title: string; level: string; status: string; promisable: boolean; document_number: string | null; since: string | null
  window: { valid_to: string | null; state: string }; amount: Amount; near: { changes: Gap[]; by: string | null; amount: Amount } | null
  missing: string[]
}
export interface Condition { field: string; op: string; values: unknown[]; answer: 'yes' | 'no' | 'unknown'; decisive: boolean; given: unknown; said: { source: string; by_role: string | null; on: string | null } | null }
export interface PolicyDetail extends PolicyLine {
  conditions: Condition[]; fields: FactField[]; issuer: string | null; deadline: string | null; source: string; source_url: string | null
  how_to_apply: { mode?: string; text?: string } | null; benefits: { text: string }[]; stacking: string | null
  taking?: { excludes: { title: string; amount: Sum }[]; with: Sum; best: Sum }
}
export type Group = 'met' | 'near' | 'lacking' | 'not_met'
export interface Combination { from: string; to: string | null; policies: string[] }
export interface PolicyList { version: number; items: PolicyLine[]; counts: Record<Group, number>; fields: FactField[]; combination: { sure: Combination; possible: Combination } }

/** "300", "0–600", "≥ 50" in 万元; '' when nothing is known of it. */
export function sumText(amount: Sum): string {
  const none = amount.state === 'none' || amount.state === 'unknown' || (amount.to === '0' && amount.from === '0')
  if (none) return ''
  const range = amount.to === null ? '≥ ' + amount.from : amount.from === amount.to ? amount.from : `${amount.from}–${amount.to}`
  return t('policies.sum', { n: range })
}

export function valueText(value: unknown, field?: FactField): string {
  if (value === null || value === undefined) return t('policies.unknown')
  if (typeof value === 'boolean') return value ? t('form.is_yes') : t('policies.no')
  if (Array.isArray(value)) return value.map((one) => valueText(one, field)).join(t('kit.list_comma')) || t('policies.none')
  const known = field?.options?.find((one) => one.value === String(value))
  return (known?.name || String(value)) + (field?.unit && typeof value === 'number' ? ' ' + field.unit : '')
}

const OTHER = '其他'

/** How one fact is asked for. */
export function specOf(field: FactField): FieldSpec {
  const options = (field.options || []).map((one) => ({ value: one.value, text: one.name }))
  const spec: FieldSpec = { name: 'value', kind: 'text', label: field.name, unit: field.unit || undefined }
  if (field.type === 'bool') return { ...spec, kind: 'radio', options: [{ value: 'yes', text: t('form.is_yes') }, { value: 'no', text: t('policies.no') }] }
  if (field.type === 'number' || field.type === 'integer') return { ...spec, inputmode: 'decimal', width: 'short' }
  if (field.type === 'date') return { ...spec, kind: 'date' }
  if (field.type === 'set') return { ...spec, kind: 'checks', options, optional: true }
  return options.length ? { ...spec, kind: 'select', options: [...options, { value: OTHER, text: t('policies.other') }] } : spec
}

/** What was typed, as the fact is kept; undefined: it is no such value. */
export function factOf(field: FactField, values: FormValues): unknown {
  const given = values.value
  if (field.type === 'set') return [given].flat().filter(Boolean)
  const text = String(given).trim()
  if (field.type === 'bool') return text === 'yes'
  if (field.type === 'number' || field.type === 'integer') return Number(text)
  return text
}
