// The State Council's yearly notice on holidays, pasted as it stands, read into days. Pure; fetched when one is pasted.
import { dayNumber, weekday } from '../../base/day.ts'
import type { NoticeDays } from './notice.ts'

const isWeekend = (day: string): boolean => [0, 6].includes(weekday(dayNumber(day)))

const DAY = /(?:(\d{4})\s*年)?\s*(?:(\d{1,2})\s*月)?\s*(\d{1,2})\s*日(?:\s*[（(][^）)]*[）)])?(?:\s*[至到—–~～-]+\s*(?:(\d{4})\s*年)?\s*(?:(\d{1,2})\s*月)?\s*(\d{1,2})\s*日(?:\s*[（(][^）)]*[）)])?)?/g
const ROW = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*[,，\t ]\s*(.+?)\s*$/

function iso(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

function daysFrom(first: string, last: string): string[] {
  const out: string[] = []
  const end = Date.parse(last)
  for (let at = Date.parse(first); at <= end && out.length < 40; at += 86400000) out.push(new Date(at).toISOString().slice(0, 10))
  return out
}

/** One sentence: the days it names, in order. A month said once holds until another is said. */
function daysIn(sentence: string, year: number): string[] {
  const out: string[] = []
  let month = 0
  for (const found of sentence.matchAll(DAY)) {
    month = Number(found[2]) || month
    const first: [number, number, number] = [Number(found[1]) || year, month, Number(found[3])]
    if (!month || !isDay(...first)) continue
    if (!found[6]) { out.push(iso(...first)); continue }
    month = Number(found[5]) || month
    const last: [number, number, number] = [Number(found[4]) || first[0], month, Number(found[6])]
    if (isDay(...last)) out.push(...daysFrom(iso(...first), iso(...last)))
  }
  return out
}

/** Also rows of "2027-01-01 放假" and "2027-01-02 上班". What does not fit is said, never dropped in silence. */
export function readNotice(text: string, year: number): NoticeDays {
  const off = new Set<string>()
  const work = new Set<string>()
  const odd: string[] = []
  for (const line of text.split(/[。；;\n]+/)) {
    const row = ROW.exec(line)
    if (row) {
      const day = iso(Number(row[1]), Number(row[2]), Number(row[3]))
      const works = /班|work/i.test(row[4])
      ;(works ? work : off).add(day)
      continue
    }
    const works = /上班/.test(line)
    if (!works && !/放假|休息|调休/.test(line)) continue
    const days = daysIn(line, year)
    const said = /共\s*(\d+)\s*天/.exec(line)
    if (!works && said && Number(said[1]) !== days.length) odd.push(line.trim())
    for (const day of days) (works ? work : off).add(day)
  }
  for (const day of [...off, ...work]) if (!day.startsWith(String(year))) { odd.push(day); off.delete(day); work.delete(day) }
  for (const day of [...work]) if (!isWeekend(day) || off.has(day)) { odd.push(day); work.delete(day) }
  return { year, off: [...off].sort(), work: [...work].sort(), odd }
}
