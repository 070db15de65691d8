// Where the parts of the map stand: layers from top to bottom by the ways that lead forward, the frequent ones first; ways back go around at the right.
import type { Act, Way, WayMap } from './types.ts'

export interface Place { key: string; name: string; activity: Act | null; x: number; y: number; layer: number }
export interface DrawnWay { way: Way; path: string; width: number; label: string; x: number; y: number; isBack: boolean; isWorst: boolean }
/** `left` is how far ways bow out to the left of the boxes. */
export interface Picture { nodes: Place[]; ways: DrawnWay[]; left: number; width: number; height: number; box: { width: number; height: number } }

const BOX = { width: 148, height: 48, gapX: 36, gapY: 54, margin: 16 }
const MAIN = 30
const WORST = 3

/** The main ways: the most frequent, and of each act the one it mostly comes from and goes to, so that none hangs in the air. */
export function mainWays(ways: Way[], most: number): Way[] {
  const sorted = [...ways].sort((a, b) => b.times - a.times)
  const into = new Set<string>()
  const out = new Set<string>()
  return sorted.filter((one, at) => {
    const isNeeded = !into.has(one.to) || !out.has(one.from)
    into.add(one.to)
    out.add(one.from)
    return at < most || isNeeded
  })
}

/** Ways that lead forward: taken by frequency, each unless it would close a circle. */
export function forward(ways: Way[]): Set<Way> {
  const after: Record<string, string[]> = {}
  const leads = (from: string, to: string, seen = new Set<string>()): boolean =>
    from === to || (!seen.has(from) && (seen.add(from), (after[from] || []).some((next) => leads(next, to, seen))))
  const kept = new Set<Way>()
  for (const one of [...ways].sort((a, b) => Number(b.from === 'begin' || b.to === 'end') - Number(a.from === 'begin' || a.to === 'end') || b.times - a.times)) {
    if (leads(one.to, one.from)) continue
    ;(after[one.from] = after[one.from] || []).push(one.to)
    kept.add(one)
  }
  return kept
}

/** The longest way forward that leads there. */
export function layersOf(keys: string[], ways: Set<Way>): Record<string, number> {
  const layer: Record<string, number> = Object.fromEntries(keys.map((key) => [key, 0]))
  for (let moved = true; moved;) {
    moved = false
    for (const one of ways) {
      if (layer[one.to] < layer[one.from] + 1) {
        layer[one.to] = layer[one.from] + 1
        moved = true
      }
    }
  }
  return layer
}

/** In each layer beside those it is tied to: sweeps down and up by the mean of their places. */
function ordered(keys: string[], layer: Record<string, number>, ways: Set<Way>): string[][] {
  const rows: string[][] = []
  for (const key of keys) (rows[layer[key]] = rows[layer[key]] || []).push(key)
  const at: Record<string, number> = {}
  const set = () => rows.forEach((row) => row.forEach((key, i) => (at[key] = i - row.length / 2)))
  const mean = (list: string[], own: number) => (list.length ? list.reduce((sum, key) => sum + at[key], 0) / list.length : own)
  set()
  for (let sweep = 0; sweep < 8; sweep++) {
    for (const row of sweep % 2 ? [...rows].reverse() : rows) {
      const wanted = Object.fromEntries(row.map((key) => [key, mean([...ways].filter((one) => (sweep % 2 ? one.from : one.to) === key).map((one) => (sweep % 2 ? one.to : one.from)), at[key])]))
      row.sort((a, b) => wanted[a] - wanted[b])
      row.forEach((key, i) => (at[key] = i - row.length / 2))
    }
  }
  return rows
}

export function drawn(map: WayMap, all: boolean, scale: number): Picture {
  const box = { width: BOX.width * scale, height: BOX.height * scale }
  const gapX = BOX.gapX * scale
  const gapY = BOX.gapY * scale
  const ways = mainWays(map.items, all ? map.items.length : MAIN)
  const names: Record<string, string> = {}
  for (const one of ways) {
    names[one.from] = one.from_name
    names[one.to] = one.to_name
  }
  const keys = Object.keys(names)
  const ahead = forward(ways)
  const layer = layersOf(keys, ahead)
  const rows = ordered(keys, layer, ahead)
  const widest = Math.max(1, ...rows.map((row) => row.length))
  const inner = widest * (box.width + gapX) - gapX
  const acts = Object.fromEntries(map.activities.map((one) => [one.key, one]))
  const place: Record<string, Place> = {}
  rows.forEach((row, y) => row.forEach((key, x) => {
    const left = (inner - row.length * (box.width + gapX) + gapX) / 2
    place[key] = { key, name: names[key], activity: acts[key] || null, layer: y, x: BOX.margin + left + x * (box.width + gapX), y: BOX.margin + y * (box.height + gapY) }
  }))
  const most = Math.max(1, ...ways.map((one) => one.times))
  const worst = new Set([...ways].filter((one) => (one.days || 0) > 0).sort((a, b) => (b.days || 0) - (a.days || 0)).slice(0, WORST))
  const back = ways.filter((one) => !ahead.has(one))
  const right = BOX.margin + inner
  const lines = ways.map((way) => {
    const from = place[way.from]
    const to = place[way.to]
    const isBack = !ahead.has(way)
    const isFar = to.layer - from.layer > 1
    const x1 = from.x + box.width / 2
    const x2 = to.x + box.width / 2
    let path: string
    let x = (x1 + x2) / 2
    let y = (from.y + box.height + to.y) / 2
    if (isBack) {
      const lane = right + 14 + back.indexOf(way) * 9
      path = `M${from.x + box.width} ${from.y + box.height * 0.6} C${lane} ${from.y + box.height * 0.6} ${lane} ${to.y + box.height * 0.4} ${to.x + box.width} ${to.y + box.height * 0.4}`
      x = (from.x + to.x + 2 * box.width) / 8 + lane * 0.75
      y = (from.y + to.y) / 2 + box.height * 0.5
    } else if (isFar) {
      // Past the boxes between: bowed to the side where there is less.
      const side = (x1 + x2) / 2 <= BOX.margin + inner / 2 ? -1 : 1
      const bow = (x1 + x2) / 2 + side * (box.width * 0.7 + 12 * (to.layer - from.layer))
      path = `M${x1 + side * box.width * 0.3} ${from.y + box.height} C${bow} ${from.y + box.height + gapY} ${bow} ${to.y - gapY} ${x2 + side * box.width * 0.3} ${to.y}`
      x = (x1 + x2) / 8 + bow * 0.75
    } else {
      path = `M${x1} ${from.y + box.height} C${x1} ${from.y + box.height + gapY / 2} ${x2} ${to.y - gapY / 2} ${x2} ${to.y}`
    }
    const label = way.median === undefined || way.median === null ? String(way.times) : way.times + ' · ' + way.median + 'd'
    return { way, path, x, y: y + 4, isBack, isWorst: worst.has(way), width: 1 + 5 * Math.sqrt(way.times / most), label: ways.length > 80 && !worst.has(way) ? '' : label }
  })
  const lanes = back.length ? 40 + back.length * 9 : 0
  // Ways around bow out over the edges: room for them and their labels at both sides.
  const label = 40 * scale
  const left = Math.max(0, ...lines.map((one) => label - one.x))
  const far = Math.max(inner + 2 * BOX.margin + lanes, ...lines.map((one) => one.x + label))
  return { nodes: Object.values(place), ways: lines, left, width: far + left, height: rows.length * (box.height + gapY) - gapY + 2 * BOX.margin, box }
}
