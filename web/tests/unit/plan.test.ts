import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayNumber } from '../../src/base/day.ts'
import type { PlanNode } from '../../src/base/types.ts'
import { layoutDag, pathOf } from '../../src/plan/dag-layout.ts'
import { isOff, layoutGantt, type Wanted } from '../../src/plan/gantt-layout.ts'
import { essentialLinks } from '../../src/plan/links.ts'

function node(code: string, start: string, finish: string, after: string[] = [], more: Partial<PlanNode> = {}): PlanNode {
  return {
    code, name: code, kind: 'item', stage: 's', stage_name: 'S', org: null, org_name: null, days: 1, earliest_start: start, earliest_finish: finish,
    latest_start: start, latest_finish: finish, float_days: 0, critical: true, after, ...more,
  }
}

const nodes = [
  node('a', '2026-09-01', '2026-09-08'), node('b', '2026-09-08', '2026-09-15', ['a']), node('c', '2026-09-15', '2026-09-15', ['a', 'b'], { stage: 't', critical: false }),
]
const calendar = { off: new Set([dayNumber('2026-10-01')]), work: new Set([dayNumber('2026-09-20')]), known: true }
const wanted: Wanted = { nodes, zoom: 'month', today: '2026-09-10', lang: 'zh', scale: 1, rowHeight: 34, calendar, closed: new Set(), order: ['s', 't'] }

test('a link that follows from others is not drawn', () => {
  assert.deepEqual(essentialLinks(nodes).map((link) => link.from + link.to), ['ab', 'bc'])
  assert.deepEqual(essentialLinks(nodes).map((link) => link.critical), [true, false])
})

test('a circle in the data does not hang the drawing', () => {
  const circle = [node('a', '2026-09-01', '2026-09-02', ['b']), node('b', '2026-09-01', '2026-09-02', ['a'])]
  assert.ok(essentialLinks(circle))
  assert.ok(layoutDag(['a', 'b'], [{ from: 'a', to: 'b', critical: false }, { from: 'b', to: 'a', critical: false }], { width: 10, height: 10, gapX: 5, gapY: 5 }))
})

test('bars stand on their days and join end to start', () => {
  const layout = layoutGantt(wanted)
  const [a, b] = layout.groups[0].rows
  assert.equal(a.bar.x + a.bar.width, b.bar.x)
  assert.equal(a.bar.width, 7 * 5)
  assert.equal(layout.groups[1].rows[0].bar.point, true)
  assert.equal(layout.groups.length, 2)
  assert.equal(layout.height, 34 * 5)
  assert.ok(layout.todayX !== null && layout.todayX > b.bar.x)
})

test('the head begins with a named year and month and covers the width', () => {
  const { months, width } = layoutGantt(wanted)
  assert.equal(months[0].x, 0)
  assert.match(months[0].text, /2026年/)
  const last = months[months.length - 1]
  assert.ok(Math.abs(last.x + last.width - width) <= 1)
})

test('holidays are shaded by the city calendar, make-up days are not', () => {
  assert.equal(isOff(dayNumber('2026-09-19'), calendar), true)
  assert.equal(isOff(dayNumber('2026-09-20'), calendar), false)
  assert.equal(isOff(dayNumber('2026-10-01'), calendar), true)
  assert.equal(isOff(dayNumber('2026-09-21'), calendar), false)
})

test('a folded stage takes one row and its arrows go', () => {
  const layout = layoutGantt({ ...wanted, closed: new Set(['s']) })
  assert.equal(layout.height, 34 * 3)
  assert.equal(layout.arrows.length, 0)
})

test('a late item shows how late; the plan stays where it was', () => {
  const late = [node('a', '2026-09-01', '2026-09-08', [], { forecast_start: '2026-09-03', forecast_finish: '2026-09-10' })]
  const row = layoutGantt({ ...wanted, nodes: late }).groups[0].rows[0]
  assert.equal(row.late, 2)
  assert.ok(row.bar.x > row.baseline.x)
})

test('no nodes, no drawing', () => {
  assert.equal(layoutGantt({ ...wanted, nodes: [] }).height, 0)
})

function random(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648
}

test('in any network nothing overlaps, arrows go forward, and it is quick', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const next = random(seed)
    const ids = Array.from({ length: 40 }, (_, at) => 'n' + at)
    const links = Array.from({ length: 57 }, () => {
      const to = 1 + Math.floor(next() * 39)
      return { from: 'n' + Math.floor(next() * to), to: 'n' + to, critical: false }
    })
    const size = { width: 148, height: 46, gapX: 46, gapY: 12 }
    const started = performance.now()
    const layout = layoutDag(ids, links, size)
    assert.ok(performance.now() - started < 500)
    const placed = [...layout.nodes.values()]
    for (const a of placed) {
      assert.ok(a.y >= -0.01 && a.y + size.height <= layout.height + 0.01)
      for (const b of placed) if (a !== b && a.x === b.x) assert.ok(Math.abs(a.y - b.y) >= size.height - 0.01, `${a.id} over ${b.id}`)
    }
    for (const link of links) assert.ok((layout.nodes.get(link.to)?.x || 0) > (layout.nodes.get(link.from)?.x || 0))
  }
})

test('a path runs straight where it can', () => {
  assert.equal(pathOf([{ x: 0, y: 1 }, { x: 5, y: 1 }]), 'M0 1H5')
})
