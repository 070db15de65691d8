import { today } from '../../acts/dates.ts'
import { t } from '../../base/i18n.ts'
import type { Pack, ProblemDetail } from '../../base/types.ts'
import type { FieldSpec, FormValues, Option } from '../../kit/form.ts'

const LEVELS = ['district', 'city', 'leader']

function orgs(pack: Pack | null): Option[] {
  return (pack?.orgs || []).map((org) => ({ value: org.id, text: org.name }))
}

function assignFields(detail: ProblemDetail, pack: Pack | null): FieldSpec[] {
  // A person answers for the unit he works in: choosing him names the unit.
  const people = (detail.people || []).map((one) => ({ value: one.id + '@' + one.org, text: one.name + ' · ' + one.org_name }))
  return [
    { name: 'owner', kind: 'combo', label: t('problems.owner'), hint: t('problems.org_hint'), options: people },
    { name: 'helpers', kind: 'many', label: t('problems.helpers'), optional: true, options: orgs(pack) },
    { name: 'verifier', kind: 'combo', label: t('problems.verifier'), hint: t('problems.verifier_hint'), optional: true, options: people },
    ...causeField(pack, true),
    { name: 'measures', kind: 'area', label: t('problems.measures'), rows: 3 },
    { name: 'due_on', kind: 'date', label: t('problems.due'), min: today() },
  ]
}

function causeField(pack: Pack | null, optional: boolean): FieldSpec[] {
  const options = (pack?.problem_causes || []).map((one) => ({ value: one.code, text: one.name }))
  return options.length ? [{ name: 'cause', kind: 'select', label: t('problems.cause'), optional, options }] : []
}

export function fieldsOf(act: string, detail: ProblemDetail, pack: Pack | null): FieldSpec[] {
  const reason: FieldSpec = { name: 'reason', kind: 'area', label: t('problems.reason'), rows: 3 }
  if (act === 'assign') return assignFields(detail, pack)
  if (act === 'solve') return [{ name: 'solution', kind: 'area', label: t('problems.solution') }, ...causeField(pack, false), { name: 'done_on', kind: 'date', label: t('problems.done_on'), max: today() }, { name: 'no_evidence', kind: 'text', label: t('problems.no_evidence'), hint: t('problems.no_evidence_hint'), optional: true, maxlength: 500 }]
  if (act === 'pin') return [{ name: 'items', kind: 'checks', label: t('problems.items'), optional: true, options: (detail.plan_items || []).map((one) => ({ value: one.code, text: one.name })) }]
  if (act === 'verify') {
    const accept: FieldSpec = { name: 'accepts_statement', kind: 'checks', label: t('problems.no_evidence'), hint: detail.no_evidence || '', options: [{ value: 'yes', text: t('problems.accept') }] }
    return [{ name: 'note', kind: 'area', label: t('problems.verify_note'), rows: 3 }, ...(detail.evidence.length ? [] : [accept])]
  }
  if (act === 'merge') return [{ name: 'into', kind: 'combo', label: t('problems.into'), options: (detail.alike || []).map((one) => ({ value: String(one.id), text: one.number + ' ' + one.title, note: one.why })) }, reason]
  if (act === 'confirm') return [{ name: 'note', kind: 'area', label: t('problems.note'), optional: true, rows: 3 }]
  if (act === 'escalate') {
    const higher = LEVELS.slice(LEVELS.indexOf(detail.level) + 1)
    return [{ name: 'level', kind: 'radio', label: t('problems.to_level'), across: true, options: higher.map((level) => ({ value: level, text: t('problems.level_' + level) })) }, reason]
  }
  return [reason]
}

export function bodyOf(act: string, values: FormValues, evidence: number[]): object {
  if (act === 'solve') return evidence.length ? { ...values, evidence } : values
  if (act === 'pin') return { items: values.items || [] }
  if (act === 'verify') return { note: values.note, accepts_statement: !!values.accepts_statement }
  if (act === 'merge') return { ...values, into: Number(values.into) }
  if (act !== 'assign') return values
  const [owner, org] = String(values.owner).split('@')
  const body: Record<string, unknown> = { ...values, owner: Number(owner), org }
  if (values.verifier) body.verifier = parseInt(String(values.verifier))
  return body
}
