// What each act of a unit about a case asks for, and where it is sent. The server says which are open.
import { send } from '../base/api.ts'
import { t } from '../base/i18n.ts'
import { tell } from '../base/toast.ts'
import type { Id, Pack, Written } from '../base/types.ts'
import type { FieldSpec, FormValues, Option } from '../kit/form.ts'
import { today } from './dates.ts'

export interface People { units: Option[]; people: Option[] }
export interface CaseworkAct {
  key: string
  path: string
  version?: number
  danger?: boolean
  fields: FieldSpec[]
  body?: (values: FormValues) => object
}

const area = (name: string, label: string, optional = false): FieldSpec => ({ name, kind: 'area', label, optional, rows: 3 })
const date = (name: string, label: string, more: Partial<FieldSpec> = {}): FieldSpec => ({ name, kind: 'date', label, ...more })
const pick = (name: string, keys: string[], say: (key: string) => string, label: string): FieldSpec => ({ name, kind: 'radio', label, options: keys.map((key) => ({ value: key, text: say(key) })) })
const list = (value: unknown): string[] => (Array.isArray(value) ? value : typeof value === 'string' && value ? [value] : [])

export function unitOptions(pack: Pack | null, but: string[]): Option[] {
  return (pack?.orgs || []).filter((one) => !but.includes(one.id) && one.id !== 'enterprise').map((one) => ({ value: one.id, text: one.name }))
}

/** A chosen unit, and two more where they are needed: one box each is quicker than a list of a hundred. */
function someUnits(units: Option[], first = true): FieldSpec[] {
  return [1, 2, 3].map((n) => ({ name: 'org' + n, kind: 'combo', label: t('cw.unit_n', { n }), optional: !first || n > 1, options: units }))
}

function unitsOf(values: FormValues): string[] {
  return [...new Set([values.org1, values.org2, values.org3].flatMap(list))]
}

/** The rest of what was filled in, without the boxes of units. */
function rest(values: FormValues): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !/^org\d$/.test(name)))
}

const signers = (values: FormValues) => ({ orgs: unitsOf(values), accounts: list(values.accounts).map(Number) })

export function openingActs(id: Id, version: number, who: People, pack: Pack | null): CaseworkAct[] {
  const at = `/applications/${id}`
  const kinds = pack?.consultation_kinds || []
  return [
    {
      key: 'consult', path: at + '/consultations', version,
      fields: [
        { name: 'kind', kind: 'radio', label: t('cw.kind'), options: kinds.map((one) => ({ value: one.id, text: t('cw.kind_days', { name: one.name, n: one.days }), note: one.rule })) },
        ...someUnits(who.units), area('question', t('cw.question')),
        { name: 'days', kind: 'number', label: t('cw.days'), unit: t('act.working_days'), optional: true },
      ],
      body: (values) => ({ ...rest(values), orgs: unitsOf(values), ...(values.days ? { days: Number(values.days) } : {}) }),
    },
    {
      key: 'visit', path: at + '/site-visits', version,
      fields: [date('on', t('cw.visit_on'), { min: today() }), area('purpose', t('cw.visit_purpose')), { name: 'place', kind: 'text', label: t('cw.place'), optional: true, maxlength: 200 }, ...someUnits(who.units, false)],
      body: (values) => ({ ...rest(values), orgs: unitsOf(values) }),
    },
    {
      key: 'countersign', path: at + '/countersigns', version,
      fields: [
        pick('mode', ['all', 'any'], (key) => t('cw.mode_' + key), t('cw.mode')), area('purpose', t('cw.sign_purpose')), ...someUnits(who.units, false),
        ...(who.people.length ? [{ name: 'accounts', kind: 'checks' as const, label: t('cw.persons'), optional: true, options: who.people }] : []),
      ],
      body: (values) => ({ mode: values.mode, purpose: values.purpose, ...signers(values) }),
    },
    {
      key: 'promise', path: at + '/promises', version,
      fields: [pick('what', ['decide', 'deliver', 'visit', 'reply', 'other'], (key) => t('cw.what_' + key), t('cw.what')), date('on', t('cw.promised_on'), { min: today() }), area('words', t('cw.words'), true)],
    },
  ]
}

const PROMISE = (): FieldSpec[] => [date('to', t('cw.promised_on'), { min: today() }), area('reason', t('act.reason'))]

/** The act of a thing that hangs on the case: "consultations", 12, "reply". */
export function thingAct(kind: string, thing: { id: Id; version: number }, key: string, who: People, waiting: Option[] = []): CaseworkAct {
  const reason = [area('reason', t('act.reason'))]
  const fields: Record<string, () => FieldSpec[]> = {
    'consultations/reply': () => [pick('opinion', ['agree', 'agree_if', 'object', 'none'], (key) => t('cw.opinion_' + key), t('cw.opinion')), area('reason', t('cw.reply_reason'), true)],
    'consultations/conclude': () => [pick('outcome', ['agreed', 'agreed_if', 'objected'], (key) => t('cw.outcome_' + key), t('cw.outcome')), area('opinion', t('cw.merged'))],
    'site-visits/move': () => [date('on', t('cw.visit_on'), { min: today() }), ...reason],
    'site-visits/done': () => [date('on', t('cw.visit_on'), { optional: true, max: today() }), area('findings', t('cw.findings')), pick('result', ['passed', 'to_rectify', 'failed'], (key) => t('cw.result_' + key), t('cw.result')), date('rectify_by', t('cw.rectify_by'), { optional: true })],
    'countersigns/sign': () => [pick('opinion', ['agree', 'disagree'], (key) => t('cw.sign_' + key), t('cw.opinion')), area('note', t('cw.note'), true)],
    'countersigns/add': () => [...someUnits(who.units, false), ...(who.people.length ? [{ name: 'accounts', kind: 'checks' as const, label: t('cw.persons'), optional: true, options: who.people }] : []), ...reason],
    'countersigns/remove': () => [{ name: 'position', kind: 'radio', label: t('cw.who_out'), options: waiting }, ...reason],
    'promises/move': PROMISE,
    'promises/request': PROMISE,
    'promises/approve': () => [area('note', t('cw.note'), true)],
    'promises/reject': () => [area('note', t('act.reason'))],
    'promises/kept': () => [date('on', t('cw.kept_on'), { optional: true, max: today() }), area('note', t('cw.note'), true)],
  }
  const path = `/${kind}/${thing.id}/${key === 'request' ? 'requests' : key}`
  const bodies: Record<string, (values: FormValues) => object> = {
    'countersigns/add': (values) => ({ reason: values.reason, ...signers(values) }),
    'countersigns/remove': (values) => ({ ...values, position: Number(values.position) }),
  }
  return { key, path, version: thing.version, danger: key === 'cancel', fields: (fields[`${kind}/${key}`] || (() => reason))(), body: bodies[`${kind}/${key}`] }
}

export async function sendCasework(act: CaseworkAct, values: FormValues, version?: number, more: object = {}): Promise<Written> {
  const written = await send<Written>(act.path, { ...(act.body ? act.body(values) : values), ...more }, { version: version ?? act.version })
  tell(t('cw.done'), written.receipt)
  return written
}
