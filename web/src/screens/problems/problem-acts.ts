import { today } from '../../acts/dates.ts'
import { t } from '../../base/i18n.ts'
import type { Pack, ProblemDetail } from '../../base/types.ts'
import type { FieldSpec, FormValues, Option } from '../../kit/form.ts'

const LEVELS = ['district', 'city', 'leader']

function orgs(pack: Pack | null): Option[] {
  return (pack?.orgs || []).map((org) => ({ value: org.id, text: org.name }))
}

function assignFields(detail: ProblemDetail, pack: Pack | null): FieldSpec[] {
  const people = (detail.people || []).map((one) => ({ value: String(one.id), text: one.name, note: one.org_name }))
  const persons: FieldSpec[] = people.length
    ? [
        { name: 'owner', kind: 'combo', label: t('problems.owner'), optional: true, options: people },
        { name: 'verifier', kind: 'combo', label: t('problems.verifier'), hint: t('problems.verifier_hint'), optional: true, options: people },
      ]
    : []
  return [
    { name: 'org', kind: 'combo', label: t('problems.org'), options: orgs(pack), hint: t('problems.org_hint') },
    ...persons,
    { name: 'measures', kind: 'area', label: t('problems.measures'), rows: 3 },
    { name: 'due_on', kind: 'date', label: t('problems.due'), min: today() },
  ]
}

export function fieldsOf(act: string, detail: ProblemDetail, pack: Pack | null): FieldSpec[] {
  const reason: FieldSpec = { name: 'reason', kind: 'area', label: t('problems.reason'), rows: 3 }
  if (act === 'assign') return assignFields(detail, pack)
  if (act === 'solve') return [{ name: 'solution', kind: 'area', label: t('problems.solution') }, { name: 'done_on', kind: 'date', label: t('problems.done_on'), max: today() }, { name: 'no_evidence', kind: 'text', label: t('problems.no_evidence'), hint: t('problems.no_evidence_hint'), optional: true, maxlength: 500 }]
  if (act === 'verify') return [{ name: 'note', kind: 'area', label: t('problems.verify_note'), rows: 3 }]
  if (act === 'confirm') return [{ name: 'note', kind: 'area', label: t('problems.note'), optional: true, rows: 3 }]
  if (act === 'escalate') {
    const higher = LEVELS.slice(LEVELS.indexOf(detail.level) + 1)
    return [{ name: 'level', kind: 'radio', label: t('problems.to_level'), across: true, options: higher.map((level) => ({ value: level, text: t('problems.level_' + level) })) }, reason]
  }
  return [reason]
}

export function bodyOf(act: string, values: FormValues, evidence: number[]): object {
  if (act === 'solve') return evidence.length ? { ...values, evidence } : values
  if (act !== 'assign') return values
  const body: Record<string, unknown> = { ...values }
  for (const name of ['owner', 'verifier']) if (body[name]) body[name] = Number(body[name])
  return body
}
