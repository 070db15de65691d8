// What can be done to an application. The server says which acts are open (may); this says what
// each asks for and how it is sent.
import { send } from '../base/api.ts'
import { t } from '../base/i18n.ts'
import { tell } from '../base/toast.ts'
import type { Written } from '../base/types.ts'
import type { FieldSpec, FormValues } from '../kit/form.ts'
import { today } from './dates.ts'

export interface ActSpec {
  key: string
  /** Nothing to ask: the press itself is the act. */
  direct?: boolean
  /** The act has a day, today unless told otherwise. */
  dated?: boolean
  danger?: boolean
  fields?: () => FieldSpec[]
  body?: (values: FormValues) => object
}

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

export function actLabel(key: string): string {
  return t('act.do_' + key.replace(/-/g, '_'))
}

export async function sendApplicationAct(id: number, version: number | undefined, spec: ActSpec, values: FormValues): Promise<Written> {
  const body = spec.body ? spec.body(values) : values
  const written = await send<Written>(`/applications/${id}/${spec.key}`, body, { version })
  tell(t('act.done_' + spec.key.replace(/-/g, '_')), written.receipt)
  return written
}
