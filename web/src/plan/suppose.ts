// What is supposed of a plan (推演), as it stands in the address: "item:days=30,item:start=2027-01-04".
// Pure: words in, words out. What comes of it the server says; nothing of it is kept anywhere.
import type { MovedNode, PlanNode } from '../base/types.ts'
import type { Calendar } from './gantt-layout.ts'
import { workingDays } from './working-days.ts'

export type SupposeKind = 'start' | 'days' | 'finish' | 'works'
export interface Supposition { code: string; kind: SupposeKind; value: string }

/** In this order: an end is counted from a start that was supposed before it. */
export const KINDS: SupposeKind[] = ['start', 'days', 'finish', 'works']
const DAY = /^\d{4}-\d{2}-\d{2}$/

export function isDay(kind: SupposeKind): boolean {
  return kind === 'start' || kind === 'finish'
}

/** What cannot be read is left out: an address may be cut short on its way through a chat. */
export function readSuppositions(text: string): Supposition[] {
  return text.split(',').flatMap((one) => {
    const match = /^(.+):(start|days|finish|works)=(.+)$/.exec(one)
    if (!match) return []
    const [, code, kind, value] = match as unknown as [string, string, SupposeKind, string]
    return (isDay(kind) ? DAY : /^\d{1,4}$/).test(value) ? [{ code, kind, value }] : []
  })
}

export function writeSuppositions(all: Supposition[]): string {
  return all.map((one) => `${one.code}:${one.kind}=${one.value}`).join(',')
}

function sorted(all: Supposition[]): Supposition[] {
  const codes = [...new Set(all.map((one) => one.code))]
  return [...all].sort((a, b) => codes.indexOf(a.code) - codes.indexOf(b.code) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
}

export function without(all: Supposition[], code: string, kind?: SupposeKind): Supposition[] {
  return all.filter((one) => one.code !== code || (kind !== undefined && one.kind !== kind))
}

/** One of a kind an item; days and an end say the same and replace each other. */
export function withOne(all: Supposition[], one: Supposition): Supposition[] {
  const other = one.kind === 'days' ? 'finish' : one.kind === 'finish' ? 'days' : one.kind
  const rest = without(without(all, one.code, one.kind), one.code, other)
  const at = all.findIndex((old) => old.code === one.code)
  return sorted(at < 0 ? [...rest, one] : [...rest.slice(0, at), one, ...rest.slice(at)])
}

/** The working days of works that a milestone waits for by the plan; 0: it waits for none. */
export function worksBefore(node: PlanNode, nodes: PlanNode[], calendar: Calendar): number {
  if (node.kind !== 'milestone') return 0
  const ends = nodes.filter((one) => node.after.includes(one.code)).map((one) => one.earliest_finish)
  return ends.length ? workingDays(ends.reduce((a, b) => (a > b ? a : b)), node.earliest_start, calendar) : 0
}

/** What may be supposed of it: nothing of what is done, no other start of what has begun. */
export function kindsOf(node: PlanNode, works: number): SupposeKind[] {
  if (node.actual_finish) return []
  if (node.kind === 'milestone') return works > 0 ? ['start', 'works'] : ['start']
  return node.actual_start ? ['days', 'finish'] : ['start', 'days', 'finish']
}

/** The nodes with their supposed dates in place of those of now. */
export function supposedNodes(nodes: PlanNode[], moved: Pick<MovedNode, 'code' | 'start' | 'finish'>[]): PlanNode[] {
  const by = new Map(moved.map((one) => [one.code, one]))
  return nodes.map((node) => {
    const to = by.get(node.code)
    return to ? { ...node, forecast_start: to.start, forecast_finish: to.finish } : node
  })
}
