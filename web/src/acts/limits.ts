import { t } from '../base/i18n.ts'
import { daysText } from '../base/say.ts'
import type { Guide } from '../base/types.ts'

function days(count: number | null | undefined): string {
  if (count === null || count === undefined) return t('kit.no_limit_short')
  return daysText(count)
}

/** Both limits, always: what the department promises, and what the law allows. */
export function limitsText(guide: Guide): string {
  return t('item.limits', { promised: days(guide.promised_days), statutory: days(guide.statutory_days) })
}
