// The curve of a chance in a box of 100 by 100: days to the right, how sure upwards. Pure.
import { dayNumber } from '../../base/day.ts'
import type { Chance } from '../../base/types-ahead.ts'

export interface Mark { key: 'p50' | 'p80' | 'promise'; x: number; y: number; day: string }
export interface Curve { path: string; marks: Mark[]; first: string; last: string }

export function curveOf(chance: Chance): Curve | null {
  const points = chance.curve
  if (points.length < 2) return null
  const days = [...points.map((one) => one.day), ...(chance.promised_on ? [chance.promised_on] : [])].sort()
  const from = dayNumber(days[0])
  const width = Math.max(1, dayNumber(days[days.length - 1]) - from)
  const xOf = (day: string) => ((dayNumber(day) - from) / width) * 100
  const yOf = (permille: number) => 100 - permille / 10
  const path = points.map((one, at) => `${at ? 'L' : 'M'}${xOf(one.day).toFixed(2)} ${yOf(one.permille).toFixed(2)}`).join('')
  const marks: Mark[] = [{ key: 'p50', x: xOf(chance.p50.day), y: 50, day: chance.p50.day }, { key: 'p80', x: xOf(chance.p80.day), y: 20, day: chance.p80.day }]
  if (chance.promised_on && chance.promise_kept_permille !== null) marks.push({ key: 'promise', x: xOf(chance.promised_on), y: yOf(chance.promise_kept_permille), day: chance.promised_on })
  return { path, marks, first: days[0], last: days[days.length - 1] }
}

/** "18": never 0 or 100 where it is not quite so. */
export function percent(permille: number): number {
  if (permille > 0 && permille < 10) return 1
  if (permille > 990 && permille < 1000) return 99
  return Math.round(permille / 10)
}
