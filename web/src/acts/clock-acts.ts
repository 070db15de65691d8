// Acts on a case's clock: they are offered beside the clock, and come with it.
import { t } from '../base/i18n.ts'
import { pack } from '../base/pack.ts'
import type { FieldSpec, FormValues } from '../kit/form.ts'
import { reasonField } from './application-acts.ts'
import type { ActSpec } from './application-send.ts'
import { today } from './dates.ts'

/** The city's reasons to stop a clock; one without an article of its own asks for the basis. */
function reasonsOf(kind: string) {
  return (pack.value?.stop_reasons || []).filter((one) => one.kind === kind)
}

function stopField(kind: string): FieldSpec {
  const reasons = reasonsOf(kind)
  return { name: 'code', kind: 'select', label: t('clock.stop_reason'), options: reasons.map((one) => ({ value: one.code, text: one.name + (one.law ? '' : t('clock.needs_basis')) })) }
}

function stopFields(kind: string): FieldSpec[] {
  return [
    stopField(kind),
    { name: 'basis', kind: 'text', label: t('act.basis'), hint: t('clock.stop_basis_hint'), needed: (values) => reasonsOf(kind).some((one) => one.code === values.code && !one.law), maxlength: 300 },
    { name: 'days', kind: 'number', label: t('clock.special_days'), unit: t('act.working_days') },
    { name: 'noticed_on', kind: 'date', label: t('act.noticed_on'), max: today() },
    reasonField(),
  ]
}

function stopBody(values: FormValues): object {
  const { basis, ...rest } = values
  return { ...rest, ...(basis ? { basis } : {}), days: Number(values.days) }
}

export const CLOCK_ACTS: ActSpec[] = [
  {
    key: 'extend',
    fields: () => [
      { name: 'days', kind: 'number', label: t('clock.extend_days'), unit: t('act.working_days') },
      { name: 'approver', kind: 'text', label: t('clock.approver'), hint: t('clock.approver_hint'), maxlength: 100 },
      { name: 'document', kind: 'text', label: t('clock.approval'), maxlength: 200 },
      reasonField(),
      { name: 'noticed_on', kind: 'date', label: t('act.noticed_on'), max: today() },
    ],
    body: (values) => ({ ...values, days: Number(values.days) }),
  },
  {
    key: 'special-start',
    fields: () => stopFields('special'),
    body: (values) => ({ ...stopBody(values), name: pack.value?.stop_reasons?.find((one) => one.code === values.code)?.name || values.code }),
  },
  { key: 'suspend', fields: () => stopFields('suspension'), body: stopBody },
  { key: 'pause-renew', fields: () => [{ ...reasonField(), label: t('clock.renew_reason') }] },
  { key: 'resume', direct: true },
]
