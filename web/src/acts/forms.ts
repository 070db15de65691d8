// Forms drawn from the server's own field tables (GET /forms/{room}): labels, bounds and choices are
// said once, there. Asked for once a room, language and post.
import { get } from '../base/api.ts'
import { language, t } from '../base/i18n.ts'
import { session } from '../base/session.ts'
import type { FieldSpec, FormValues, Option } from '../kit/form.ts'

export interface FormField { name: string; label: string; kind: string; required: boolean; multiline?: boolean; min?: number; max?: number; names?: string; options?: { id: string; name: string }[] }
export interface Act { command: string; title: string; method: 'POST' | 'PUT' | 'DELETE'; path: string; fields: FormField[] }
export interface Forms { acts: Act[]; lists: { view: string; title: string; path: string }[] }
export type Picks = Record<string, Option[]>
export type Body = Record<string, unknown>

const kept = new Map<string, Promise<Forms>>()
const RADIOS = 5
const SELECTS = 20

export function forms(room: string): Promise<Forms> {
  const key = [language.value, session.post?.id, room].join()
  const known = kept.get(key) || get<Forms>('/forms/' + room)
  kept.set(key, known)
  known.catch(() => kept.delete(key))
  return known
}

/** What stands before brackets and colons: a title that fits on a button. */
export function short(title: string): string {
  return capital(title.split(/[（(：:]/)[0].trim())
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

interface Row { id: number | string; name: string; note?: string | null; role_name?: string; org_name?: string | null; district_name?: string | null }

async function asked(path: string): Promise<Option[]> {
  const found = new Map<number | string, Option>()
  for (const one of (await get<{ items: Row[] }>(path)).items) {
    const note = [one.role_name, one.org_name || one.district_name, one.note].filter(Boolean).join(' · ')
    if (!found.has(one.id)) found.set(one.id, { value: String(one.id), text: one.name, note })
  }
  return [...found.values()]
}

const SOURCES: Record<string, (project?: number) => string> = {
  account: () => '/colleagues',
  navigator: () => '/colleagues?role=navigator',
  project: () => '/projects?limit=100',
  application: (project) => (project ? `/applications?limit=100&project=${project}` : ''),
  claimable: (project) => (project ? `/projects/${project}/claimable` : ''),
  requestable: (project) => (project ? `/projects/${project}/requestable` : ''),
  file: (project) => (project ? `/projects/${project}/files` : ''),
}

/** There may be thousands of projects: what is not among the first is found by name, number or enterprise as one types. */
export async function findProjects(words: string): Promise<Option[]> {
  return asked('/projects?limit=20&q=' + encodeURIComponent(words))
}

/** What may be chosen where a field names somebody or something; a field without a choice is left out. */
export async function picksOf(act: Act, project?: number, given: Picks = {}): Promise<Picks> {
  const picks: Picks = { ...given }
  await Promise.all(act.fields.filter((field) => field.names && !picks[field.name]).map(async (field) => {
    const path = SOURCES[field.names as string]?.(project)
    picks[field.name] = path ? await asked(path) : []
  }))
  return picks
}

const words = (names: string[]): Option[] => names.map((value) => ({ value, text: t('form.is_' + value) }))

function kindOf(field: FormField, options: Option[] | undefined): FieldSpec['kind'] {
  if (field.kind === 'json') return 'checks'
  if (field.kind === 'texts') return !options ? 'area' : options.length <= SELECTS ? 'checks' : 'many'
  if (options) return options.length <= RADIOS ? 'radio' : options.length <= SELECTS ? 'select' : 'combo'
  if (field.kind === 'date') return 'date'
  if (field.kind === 'int' || field.kind === 'money') return 'number'
  return field.multiline ? 'area' : 'text'
}

export function specsOf(act: Act, picks: Picks, fixed: Body): FieldSpec[] {
  return act.fields.filter((field) => !(field.name in fixed) && (field.kind !== 'json' || !!field.names) && (!field.names || picks[field.name]?.length || field.required)).map((field) => {
    const named = picks[field.name] || field.options?.map((one) => ({ value: one.id, text: one.name }))
    const options = field.kind === 'bool' ? words(['yes', 'no']) : field.kind === 'truth' ? words(['yes', 'no', 'unknown']) : named
    const kind = field.names && options && field.kind !== 'json' && field.kind !== 'texts' ? 'combo' : kindOf(field, options)
    return {
      name: field.name, label: field.label, kind, options, search: field.names === 'project' ? findProjects : undefined, optional: !field.required, across: true, rows: 3, maxlength: field.kind === 'texts' || field.kind === 'money' ? undefined : field.max,
      unit: field.kind === 'money' ? t('form.wanyuan') : undefined,
      hint: field.kind === 'texts' && !options ? t('form.lines') : undefined,
    }
  })
}

const TRUTHS: Record<string, boolean | null> = { yes: true, no: false, unknown: null }

export function bodyOf(act: Act, values: FormValues, fixed: Body): Body {
  const body: Body = { ...fixed }
  for (const field of act.fields) {
    const value = values[field.name]
    if (value === undefined || field.name in fixed) continue
    if (field.kind === 'int' || field.kind === 'id') body[field.name] = Number(value)
    else if (field.kind === 'json') body[field.name] = [value].flat().map(Number)
    else if (field.kind === 'bool' || field.kind === 'truth') body[field.name] = TRUTHS[value as string]
    else if (field.kind === 'texts' && typeof value === 'string') body[field.name] = value.split('\n').filter((line) => line.trim())
    else body[field.name] = value
  }
  return body
}

/** The address of an act on the thing with this id. */
export const pathOf = (act: Act, at?: number | string): string => act.path.replace(/\{\w+\}/, String(at))
