import { t } from '../../base/i18n.ts'
import { day } from '../../base/say.ts'
import type { ProblemRow } from '../../base/types.ts'

export function problemLight(row: ProblemRow): string {
  if (row.overdue_days > 0) return t('kit.overdue_by', { n: row.overdue_days })
  return row.state_name
}

export function dueText(row: ProblemRow): string {
  return row.due_on ? t('problems.until', { day: day(row.due_on) }) : t('problems.no_due')
}
