// Sentences used on many screens, in one wording.
import { dayText, dayNumber } from './day.ts'
import { language, t } from './i18n.ts'
import { moneyText } from './money.ts'
import { session } from './session.ts'
import type { Application, Light, ProjectRow, Turn } from './types.ts'

export function day(iso: string | null | undefined): string {
  return iso ? dayText(iso, language.value, session.today || iso) : t('kit.no_date')
}

export function money(wanyuan: string | null | undefined): string {
  return moneyText(wanyuan, language.value) || t('kit.not_known')
}

export function leftText(days: number | null): string {
  if (days === null) return t('kit.no_limit')
  if (days < 0) return t('kit.overdue_by', { n: -days })
  if (days === 0) return t('kit.due_today')
  return t('kit.left', { n: days })
}

/** What a light says in words; a bare colour never stands alone. */
export function lightWord(light: Light): string {
  return t('kit.light_' + light)
}

export function applicationLight(row: Application): string {
  if (row.light === 'done' || row.light === 'none') return row.state_name || lightWord(row.light)
  if (row.light === 'paused') return t('kit.light_paused')
  return row.left_days === null ? lightWord(row.light) : leftText(row.left_days)
}

/** A limit; of none at all it is decided on the spot (即办). */
export function daysText(count: number): string {
  return count === 0 ? t('kit.at_once') : t('kit.working_days', { n: count })
}

export function effectText(row: Application): string {
  const effect = row.effect
  if (!effect) return t('kit.effect_unknown')
  if (effect.production_moves > 0) return t('kit.effect_moves', { n: effect.production_moves })
  if (effect.critical) return t('kit.effect_critical')
  if (effect.float_days !== null) return t('kit.effect_float', { n: effect.float_days })
  return t('kit.effect_none')
}

export function productionText(days: number): string {
  if (days > 0) return t('kit.production_late', { n: days })
  if (days < 0) return t('kit.production_early', { n: -days })
  return t('kit.production_on_time')
}

const LATE_DAYS = 10

/** How a shift of production looks: what is late by more than two weeks of work is red. */
export function lateLight(days: number): Light {
  return days > LATE_DAYS ? 'red' : days > 0 ? 'yellow' : 'green'
}

export function effectOfProject(row: ProjectRow): string {
  return row.production_planned ? productionText(row.effect_days) : t('kit.no_plan')
}

/** In a narrow column the name of the city goes without saying. */
export function shortOrg(name: string | null | undefined): string {
  const city = session.city.name
  return name && city && name.startsWith(city) && name.length > city.length + 2 ? name.slice(city.length) : name || ''
}

export function turnText(turn: Turn | null): string {
  if (!turn || turn.party === 'nobody') return t('kit.turn_nobody')
  return t('kit.turn', { who: shortOrg(turn.name), act: turn.act })
}

/** Month and day as in a table; the year only where it is another. */
export function shortDay(iso: string): string {
  return iso.slice(0, 4) === session.today.slice(0, 4) ? iso.slice(5) : iso
}

export function sinceText(turn: Turn | null, say: (iso: string) => string = day): string {
  if (!turn || turn.party === 'nobody') return ''
  const parts: string[] = []
  if (turn.since) parts.push(t('kit.turn_since', { day: say(turn.since) }))
  if (turn.until) parts.push(t('kit.turn_until', { day: say(turn.until) }))
  if (turn.overdue_days > 0) parts.push(t('kit.overdue_by', { n: turn.overdue_days }))
  if (turn.provisional) parts.push(t('kit.provisional'))
  return parts.join(t('kit.comma'))
}

export function daysAgo(iso: string): string {
  const count = dayNumber(session.today || iso) - dayNumber(iso)
  return count <= 0 ? t('kit.today') : t('kit.days_ago', { n: count })
}
