// What each act on an application asks for; fetched with the drawer that offers them.
import { t } from '../base/i18n.ts'
import type { FieldSpec } from '../kit/form.ts'
import type { ActSpec } from './application-acts.ts'
import { today } from './dates.ts'

function onField(): FieldSpec {
  return { name: 'on', kind: 'date', label: t('act.on'), optional: true, max: today(), hint: t('act.on_hint') }
}

export function reasonField(): FieldSpec {
  return { name: 'reason', kind: 'area', label: t('act.reason') }
}

export const APPLICATION_ACTS: ActSpec[] = [
  { key: 'receive', direct: true, dated: true },
  { key: 'accept', direct: true, dated: true },
  { key: 'supplement' },
  {
    key: 'decide',
    fields: () => [
      { name: 'result', kind: 'radio', label: t('act.result'), across: true, options: [
        { value: 'granted', text: t('act.result_granted') }, { value: 'refused', text: t('act.result_refused') },
      ] },
      onField(),
      { name: 'document', kind: 'text', label: t('act.document'), optional: true, maxlength: 200 },
      { name: 'valid_until', kind: 'date', label: t('act.valid_until'), optional: true },
      { ...reasonField(), optional: true, hint: t('act.refuse_hint') },
      { name: 'basis', kind: 'text', label: t('act.basis'), optional: true, maxlength: 500 },
    ],
  },
  { key: 'deliver', direct: true, dated: true },
  { key: 'special-end', direct: true, dated: true },
  {
    key: 'not-accept', danger: true,
    fields: () => [reasonField(), { name: 'basis', kind: 'text', label: t('act.basis'), hint: t('act.basis_hint'), maxlength: 500 }],
  },
  { key: 'supplement-complete' },
  { key: 'remind', direct: true },
  { key: 'withdraw', danger: true, fields: () => [reasonField()] },
]
