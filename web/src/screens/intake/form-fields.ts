// A field of the one form, between the page (texts) and the server (typed).
import { day } from '../../base/say.ts'
import { t } from '../../base/i18n.ts'
import type { Answer, FormItem, KnownFrom } from '../../base/types-intake.ts'
import type { FieldSpec, FormValue } from '../../kit/form.ts'

const MANY_VALUES = 6

export function sourceText(from: KnownFrom | null): string {
  if (!from) return ''
  const where = from.kind === 'answer' ? t('intake.from_answer', { number: from.note || '' }) : t('intake.from_' + from.kind)
  return from.on ? t('intake.from_on', { where, day: day(from.on) }) : where
}

export function specOf(field: FormItem): FieldSpec {
  const hint = [field.guidance, sourceText(field.from)].filter(Boolean).join(' ') || undefined
  const base = { name: field.id, label: field.name, hint, optional: !field.required, maxlength: field.max || undefined }
  if (field.type === 'bool') return { ...base, kind: 'radio', across: true, options: [{ value: 'true', text: t('kit.yes') }, { value: 'false', text: t('kit.no') }] }
  if (field.type === 'enum') return { ...base, kind: field.values.length > MANY_VALUES ? 'select' : 'radio', across: true, options: field.values.map((value) => ({ value, text: value })) }
  if (field.type === 'area') return { ...base, kind: 'area', rows: 4 }
  if (field.type === 'date') return { ...base, kind: 'date', maxlength: undefined }
  if (field.type === 'text') return { ...base, kind: 'text' }
  return { ...base, kind: 'number', unit: field.unit || undefined, inputmode: field.type === 'integer' ? 'numeric' : 'decimal', maxlength: undefined }
}

export function toForm(value: Answer): FormValue {
  return value === null || value === undefined ? '' : String(value)
}

export function fromForm(value: FormValue, field: FormItem): Answer {
  const text = typeof value === 'string' ? value.trim() : ''
  if (text === '') return null
  if (field.type === 'bool') return text === 'true'
  if (field.type === 'integer' && /^\d{1,15}$/.test(text)) return Number(text)
  return text
}

export function answerText(field: FormItem): string {
  const value = field.value
  if (value === null || value === '') return t('intake.not_filled')
  if (value === true) return t('kit.yes')
  if (value === false) return t('kit.no')
  return field.unit ? `${value} ${field.unit}` : String(value)
}
