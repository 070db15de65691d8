// What can be done to an application. The server says which acts are open (may); this says what
// each asks for and how it is sent.
import { send } from '../base/api.ts'
import { t } from '../base/i18n.ts'
import { tell } from '../base/toast.ts'
import type { Written } from '../base/types.ts'
import type { FieldSpec, FormValues } from '../kit/form.ts'

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

export function actLabel(key: string): string {
  return t('act.do_' + key.replace(/-/g, '_'))
}

export async function sendApplicationAct(id: number, version: number | undefined, spec: ActSpec, values: FormValues): Promise<Written> {
  const body = spec.body ? spec.body(values) : values
  const written = await send<Written>(`/applications/${id}/${spec.key}`, body, { version })
  tell(t('act.done_' + spec.key.replace(/-/g, '_')), written.receipt)
  return written
}
