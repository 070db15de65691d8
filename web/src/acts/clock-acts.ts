// Acts on a case's clock: they are offered beside the clock, and come with it.
import { t } from '../base/i18n.ts'
import { reasonField, stopBody, stopFields } from './application-acts.ts'
import type { ActSpec } from './application-send.ts'
import { today } from './dates.ts'

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
  { key: 'suspend', fields: () => stopFields('suspension'), body: stopBody },
  { key: 'pause-renew', fields: () => [{ ...reasonField(), label: t('clock.renew_reason') }] },
  { key: 'resume', direct: true },
]
