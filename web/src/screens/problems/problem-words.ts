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

/** What it costs production, by the plan. */
export function costText(row: ProblemRow): string {
  const cost = row.cost
  if (!cost) return t('problems.cost_unknown')
  const words = cost.days ? t('problems.cost', { n: cost.days }) : cost.spare_days === null ? t('problems.cost_none') : t('problems.spare', { n: cost.spare_days })
  return cost.provisional ? words + t('problems.provisional') : words
}

/** Who approved its text for upward eyes, or where that stands. */
export function upwardText(row: ProblemRow): string {
  const now = row.upward
  if (!now) return ''
  const approved = now.approved_on ? t('kit.approved_by', { name: now.approved_by_name || '', day: day(now.approved_on) }) : ''
  return [approved, now.state === 'approved' ? '' : t('problems.upward_' + now.state)].filter(Boolean).join(' · ')
}

/** That it will climb by itself, to which level and when; or that it should and nobody is above. */
export function climbText(row: ProblemRow): string {
  if (row.climbs_on) return t('problems.climbs', { day: day(row.climbs_on), level: t('problems.level_' + row.climbs_to) })
  return row.stuck_on ? t('problems.state_stuck') : ''
}
