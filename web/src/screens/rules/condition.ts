// A condition as rows and groups, and the values its rows hold. Pure.
import type { Json } from './rules-form.ts'

export interface RuleField { name: string; label: string; unit: string | null; type: string; ops: string[]; options: { value: string; name: string }[] }
export interface Leaf { field: string; op: string; value: Json }
export type Condition = Leaf | { all: Condition[] } | { any: Condition[] } | { not: Condition }
export interface Trial { name: string; facts: { [name: string]: Json }; expected: string }
export interface Tried { result?: string; passed?: boolean; missing?: string[]; gaps?: { field: string; gap: string }[]; problem: { place: string; text: string } | null }

export type Joint = 'all' | 'any' | 'not'
const MANY = ['in', 'not_in', 'between', 'contains_any']

export function jointOf(one: Condition): Joint | null {
  return 'all' in one ? 'all' : 'any' in one ? 'any' : 'not' in one ? 'not' : null
}

export function partsOf(one: Condition): Condition[] {
  return 'all' in one ? one.all : 'any' in one ? one.any : 'not' in one ? [one.not] : [one]
}

/** Several parts of which none may hold are denied as one. */
export function joined(joint: Joint, parts: Condition[]): Condition {
  if (joint === 'not') return { not: parts.length === 1 ? parts[0] : { any: parts } }
  return joint === 'all' ? { all: parts } : { any: parts }
}

/** Where a part stands, as the server names it. */
export function placeOf(place: string, joint: Joint, at: number): string {
  return (place ? place + '.' : '') + joint + (joint === 'not' ? '' : `[${at}]`)
}

export function isMany(op: string): boolean {
  return MANY.includes(op)
}

export function fieldsIn(one: Condition, out: string[] = []): string[] {
  if ('field' in one) {
    if (!out.includes(one.field)) out.push(one.field)
  } else partsOf(one).forEach((part) => fieldsIn(part, out))
  return out
}

export function textOfValue(value: Json | undefined): string {
  return value === null || value === undefined ? '' : Array.isArray(value) ? value.join('、') : String(value)
}

/** What is no value of the field is left as it was typed, for the server to name. */
export function readValue(text: string, type: string, many: boolean): Json {
  const trimmed = text.trim()
  if (many || type === 'set') return trimmed.split(/[、,，;；\s]+/).filter(Boolean).map((one) => readValue(one, type === 'set' ? 'string' : type, false))
  if (type === 'bool' && trimmed) return trimmed === 'true'
  if ((type === 'number' || type === 'integer') && trimmed && Number.isFinite(Number(trimmed))) return Number(trimmed)
  return trimmed || null
}
