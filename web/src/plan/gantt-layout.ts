// Where everything of the plan's bar chart stands, in pixels. Pure: dates in, numbers out. All
// dates, floats and lights were computed by the server; here they only get a place.
import { addDays, dayNumber, dayOf, monthText, weekday } from '../base/day.ts'
import type { PlanNode } from '../base/types.ts'
import { essentialLinks } from './links.ts'

export type Zoom = 'week' | 'month' | 'quarter'
export const PIXELS_A_DAY: Record<Zoom, number> = { week: 15, month: 5, quarter: 2.2 }

export interface Calendar { off: Set<number>; work: Set<number>; known: boolean }

export interface Bar { x: number; width: number; point: boolean }
export interface Row { node: PlanNode; y: number; bar: Bar; baseline: Bar; ghost: Bar | null; late: number }
export interface Group { id: string; name: string; rows: Row[]; y: number; done: number; open: boolean }
export interface Month { x: number; width: number; text: string; year: boolean }
export interface Strip { x: number; width: number }
export interface Arrow { from: string; to: string; critical: boolean; path: string }

export interface Layout {
  groups: Group[]
  months: Month[]
  weeks: { x: number; text: string }[]
  strips: Strip[]
  arrows: Arrow[]
  todayX: number | null
  width: number
  height: number
  /** The first day drawn, and how wide a day is. */
  from: number
  px: number
  rowHeight: number
}

export interface Wanted {
  nodes: PlanNode[]
  zoom: Zoom
  today: string
  lang: 'zh' | 'en'
  scale: number
  rowHeight: number
  calendar: Calendar
  closed: Set<string>
  /** Stages in the order of the city's procedure. */
  order: string[]
  /** Where bars stand now, when `nodes` are supposed to stand elsewhere. */
  ghosts?: Map<string, PlanNode>
  /** On paper: these days, on this width. */
  days?: [number, number]
  width?: number
}

const PAD_DAYS = 10
const MIN_BAR = 4

export function shownStart(node: PlanNode): string {
  return node.actual_start || node.forecast_start || node.earliest_start
}

export function shownFinish(node: PlanNode): string {
  return node.actual_finish || node.forecast_finish || node.earliest_finish
}

/** The first and the last day drawn. */
export function span(nodes: PlanNode[], today: string): [number, number] {
  const days = nodes.flatMap((node) => [node.earliest_start, node.earliest_finish, shownStart(node), shownFinish(node)])
  const numbers = days.concat(today || []).filter(Boolean).map(dayNumber)
  const first = Math.min(...numbers)
  // The picture begins with a month, so that its head begins with a name.
  return [dayNumber(dayOf(first - 3).slice(0, 8) + '01'), Math.max(...numbers) + PAD_DAYS]
}

function months(from: number, to: number, px: number, lang: 'zh' | 'en'): Month[] {
  const out: Month[] = []
  let day = from
  while (day <= to) {
    const iso = dayOf(day)
    const next = dayNumber(addDays(iso.slice(0, 8) + '01', 32).slice(0, 8) + '01')
    const year = out.length === 0 || iso.slice(5, 7) === '01'
    const end = Math.min(next, to + 1)
    out.push({ x: (day - from) * px, width: (end - day) * px, text: monthText(+iso.slice(0, 4), +iso.slice(5, 7), lang, year), year })
    day = next
  }
  return out
}

export function isOff(day: number, calendar: Calendar): boolean {
  if (calendar.off.has(day)) return true
  if (calendar.work.has(day)) return false
  const week = weekday(day)
  return week === 0 || week === 6
}

function strips(from: number, to: number, px: number, calendar: Calendar): Strip[] {
  const out: Strip[] = []
  for (let day = from; day <= to; day++) {
    if (!isOff(day, calendar)) continue
    const start = day
    while (day < to && isOff(day + 1, calendar)) day++
    out.push({ x: (start - from) * px, width: (day - start + 1) * px })
  }
  return out
}

function bar(start: string, finish: string, from: number, px: number): Bar {
  const left = dayNumber(start)
  const width = (dayNumber(finish) - left) * px
  return { x: (left - from) * px, width: Math.max(width, MIN_BAR), point: dayNumber(finish) === left }
}

function ghostOf(node: PlanNode, now: PlanNode | undefined, from: number, px: number): Bar | null {
  if (!now || (shownStart(now) === shownStart(node) && shownFinish(now) === shownFinish(node))) return null
  return bar(shownStart(now), shownFinish(now), from, px)
}

function route(from: Row, to: Row, rowHeight: number): string {
  const startX = from.bar.x + (from.bar.point ? 0 : from.bar.width)
  const startY = from.y + rowHeight / 2
  const endX = to.bar.x
  const endY = to.y + rowHeight / 2
  if (endX >= startX + 8) {
    const bend = Math.round(endX - 5)
    return `M${startX} ${startY}H${bend}V${endY}H${endX}`
  }
  // The follower begins where its predecessor ends or before it: leave by the gap between rows.
  const gap = startY + (endY > startY ? rowHeight / 2 : -rowHeight / 2)
  return `M${startX} ${startY}h4V${gap}H${endX - 6}V${endY}H${endX}`
}

/** Rows stand in the order of the dates of now: one that is dragged must not jump from under the hand. */
function grouped(nodes: PlanNode[], stages: string[], now?: Map<string, PlanNode>): Map<string, PlanNode[]> {
  const from = (node: PlanNode) => shownStart(now?.get(node.code) || node)
  const rank = (node: PlanNode) => (stages.includes(node.stage) ? stages.indexOf(node.stage) : stages.length)
  const order = [...nodes].sort((a, b) => rank(a) - rank(b) || (from(a) < from(b) ? -1 : from(a) > from(b) ? 1 : 0))
  const groups = new Map<string, PlanNode[]>()
  for (const node of order) {
    const id = node.stage || ''
    groups.set(id, [...(groups.get(id) || []), node])
  }
  return groups
}

export function layoutGantt(wanted: Wanted): Layout {
  const { nodes, rowHeight, lang, calendar } = wanted
  const usual = PIXELS_A_DAY[wanted.zoom] * wanted.scale
  if (!nodes.length) return { groups: [], months: [], weeks: [], strips: [], arrows: [], todayX: null, width: 0, height: 0, from: 0, px: usual, rowHeight }
  const [from, to] = wanted.days || span(nodes.concat([...(wanted.ghosts || new Map<string, PlanNode>()).values()]), wanted.today)
  const px = wanted.width ? wanted.width / (to - from + 1) : usual
  const groups: Group[] = []
  const rowOf = new Map<string, Row>()
  let y = 0
  for (const [id, members] of grouped(nodes, wanted.order, wanted.ghosts)) {
    const open = !wanted.closed.has(id)
    const group: Group = { id, name: members[0].stage_name || '', rows: [], y, done: members.filter((m) => m.actual_finish).length, open }
    y += rowHeight
    for (const node of members) {
      const row: Row = {
        node, y,
        bar: bar(shownStart(node), shownFinish(node), from, px),
        baseline: bar(node.earliest_start, node.earliest_finish, from, px),
        ghost: ghostOf(node, wanted.ghosts?.get(node.code), from, px),
        late: dayNumber(shownFinish(node)) - dayNumber(node.earliest_finish),
      }
      group.rows.push(row)
      if (!open) continue
      rowOf.set(node.code, row)
      y += rowHeight
    }
    groups.push(group)
  }
  const arrows = essentialLinks(nodes).flatMap((link) => {
    const a = rowOf.get(link.from)
    const b = rowOf.get(link.to)
    return a && b ? [{ ...link, path: route(a, b, rowHeight) }] : []
  })
  const today = wanted.today ? dayNumber(wanted.today) : null
  return {
    groups,
    months: months(from, to, px, lang),
    weeks: wanted.zoom === 'week' ? mondays(from, to, px) : [],
    strips: wanted.zoom === 'quarter' ? [] : strips(from, to, px, calendar),
    arrows,
    todayX: today === null || today < from || today > to ? null : (today - from) * px,
    width: wanted.width || Math.ceil((to - from + 1) * px),
    height: y,
    from,
    px,
    rowHeight,
  }
}

function mondays(from: number, to: number, px: number): { x: number; text: string }[] {
  const out = []
  for (let day = from; day <= to; day++) if (weekday(day) === 1) out.push({ x: (day - from) * px, text: String(+dayOf(day).slice(8)) })
  return out
}
