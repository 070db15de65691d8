// Days of a working calendar: as a notice gives them, and how each stands. Pure.
export interface NoticeDays { year: number; off: string[]; work: string[]; odd: string[] }

export function weekday(day: string): number {
  return new Date(Date.parse(day)).getUTCDay() || 7
}

/** How a day stands: works, off by the notice, a make-up day, a weekend. */
export type DayKind = 'work' | 'off' | 'makeup' | 'weekend'
export function kindOf(day: string, off: ReadonlySet<string>, work: ReadonlySet<string>): DayKind {
  if (work.has(day)) return 'makeup'
  if (off.has(day)) return 'off'
  return weekday(day) > 5 ? 'weekend' : 'work'
}

export function workingDays(year: number, off: ReadonlySet<string>, work: ReadonlySet<string>): number {
  return daysFromTo(year).filter((day) => ['work', 'makeup'].includes(kindOf(day, off, work))).length
}

export function daysFromTo(year: number): string[] {
  const out: string[] = []
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86400000) out.push(new Date(at).toISOString().slice(0, 10))
  return out
}
