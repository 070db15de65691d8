// Working days between dates, by the city's calendar: only to place what the hand drags. What comes
// of it is the server's to say.
import { dayNumber, dayOf } from '../base/day.ts'
import { isOff, type Calendar } from './gantt-layout.ts'

/** The day itself when it works, else the next one that does. */
export function onWorkingDay(day: number, calendar: Calendar): number {
  while (isOff(day, calendar)) day++
  return day
}

/** Working days after `from`, up to and with `to`; 0 when it is no later. */
export function workingDays(from: string, to: string, calendar: Calendar): number {
  let count = 0
  for (let day = dayNumber(from) + 1; day <= dayNumber(to); day++) if (!isOff(day, calendar)) count++
  return count
}

export function addWorkingDays(from: string, count: number, calendar: Calendar): string {
  let day = dayNumber(from)
  for (let left = count; left > 0;) if (!isOff(++day, calendar)) left--
  return dayOf(day)
}
