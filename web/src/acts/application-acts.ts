// What can be done to an application. The server says which acts are open (may); this says what
// each asks for and how it is sent.
import { t } from '../base/i18n.ts'
import { pack } from '../base/pack.ts'
import type { FieldSpec } from '../kit/form.ts'
import type { ActSpec } from './application-send.ts'
import { today } from './dates.ts'

function onField(): FieldSpec {
  return { name: 'on', kind: 'date', label: t('act.on'), optional: true, max: today(), hint: t('act.on_hint') }
}

export function reasonField(): FieldSpec {
  return { name: 'reason', kind: 'area', label: t('act.reason') }
}

const STAGES = ['intake', 'acceptance', 'review', 'decision', 'delivery']

export const APPLICATION_ACTS: ActSpec[] = [
  { key: 'receive', direct: true, dated: true },
  { key: 'accept', direct: true, dated: true },
  { key: 'supplement' },
  {
    key: 'decide',
    fields: () => [
      { name: 'result', kind: 'radio', label: t('act.result'), across: true, options: [
        { value: 'granted', text: t('act.result_granted') }, { value: 'conditional', text: t('act.result_conditional') }, { value: 'refused', text: t('act.result_refused') },
      ] },
      onField(),
      { name: 'document', kind: 'text', label: t('act.document'), optional: true, maxlength: 200 },
      { name: 'valid_until', kind: 'date', label: t('act.valid_until'), optional: true },
      { ...reasonField(), optional: true, hint: t('act.refuse_hint') },
      { name: 'basis', kind: 'text', label: t('act.basis'), optional: true, maxlength: 500 },
    ],
  },
  {
    key: 'deliver',
    fields: () => [
      { name: 'way', kind: 'radio', label: t('item.way'), optional: true, quiet: true, options: (pack.value?.delivery_ways || []).map((one) => ({ value: one.id, text: one.name })) },
      { name: 'number', kind: 'text', label: t('item.parcel'), hint: t('item.parcel_hint'), optional: true, maxlength: 100 },
      onField(),
    ],
  },
  {
    key: 'propose',
    fields: () => [
      { name: 'result', kind: 'radio', label: t('item.proposal'), across: true, options: ['granted', 'conditional', 'refused'].map((key) => ({ value: key, text: t('act.result_' + key) })) },
      { name: 'opinion', kind: 'area', label: t('item.opinion') },
    ],
  },
  { key: 'forward', direct: true },
  {
    key: 'return',
    fields: (about) => [
      { name: 'to', kind: 'radio', label: t('item.return_to'), across: true, options: STAGES.slice(0, Math.max(0, STAGES.indexOf(about.stage))).map((key) => ({ value: key, text: t('item.stage_' + key) })) },
      { name: 'code', kind: 'select', label: t('item.return_code'), options: (pack.value?.return_reasons || []).map((one) => ({ value: one.code, text: one.name })) },
      { name: 'reason', kind: 'area', label: t('item.return_reason'), hint: t('item.return_hint') },
    ],
  },
  { key: 'transfer' },
  { key: 'special-end', direct: true, dated: true },
  {
    key: 'not-accept', danger: true,
    fields: () => [reasonField(), { name: 'basis', kind: 'text', label: t('act.basis'), hint: t('act.basis_hint'), maxlength: 500 }],
  },
  { key: 'supplement-complete' },
  { key: 'remind', direct: true },
  { key: 'withdraw', danger: true, fields: () => [reasonField()] },
]
