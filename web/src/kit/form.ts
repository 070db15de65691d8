// A form is a list of fields; one component draws each kind, so that labels, hints and faults look
// and read the same everywhere.
export type Kind = 'text' | 'password' | 'number' | 'date' | 'area' | 'select' | 'radio' | 'checks' | 'combo' | 'many'

export interface Option { value: string; text: string; note?: string }

export interface FieldSpec {
  name: string
  kind: Kind
  label: string
  hint?: string
  optional?: boolean
  /** Needed only with these answers to other fields: else it may be left out. */
  needed?: (values: FormValues) => boolean
  /** Optional without saying so: a questionnaire where every answer may be left open. */
  quiet?: boolean
  /** Half the width of its form. */
  half?: boolean
  options?: Option[]
  /** Of a combo with more than can be at hand: what the server knows by these words. */
  search?: (words: string) => Promise<Option[]>
  unit?: string
  min?: string
  max?: string
  rows?: number
  inputmode?: 'decimal' | 'numeric' | 'tel'
  autocomplete?: string
  maxlength?: number
  width?: 'short' | 'mid'
  across?: boolean
}

export type FormValue = string | string[]
export type FormValues = Record<string, FormValue>

export function blank(fields: FieldSpec[]): FormValues {
  const values: FormValues = {}
  for (const field of fields) values[field.name] = field.kind === 'checks' || field.kind === 'many' ? [] : ''
  return values
}

function isEmpty(value: FormValue | undefined): boolean {
  return value === undefined || (Array.isArray(value) ? value.length === 0 : value.trim() === '')
}

export function mayBeEmpty(field: FieldSpec, values: FormValues): boolean {
  return field.needed ? !field.needed(values) : !!field.optional
}

/** The names of the fields that must still be filled in. */
export function missing(fields: FieldSpec[], values: FormValues): string[] {
  return fields.filter((field) => !mayBeEmpty(field, values) && isEmpty(values[field.name])).map((field) => field.name)
}

/** What is sent: typed texts trimmed, empty optional fields left out. */
export function filled(values: FormValues): FormValues {
  const out: FormValues = {}
  for (const name of Object.keys(values)) {
    const value = values[name]
    if (!isEmpty(value)) out[name] = typeof value === 'string' ? value.trim() : value
  }
  return out
}
