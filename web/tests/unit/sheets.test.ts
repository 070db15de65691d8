// The plan on paper: every row on a sheet, once, in order; no sheet fuller than can be read.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlanNode } from '../../src/base/types.ts'
import { layoutGantt, span } from '../../src/plan/gantt-layout.ts'
import { LEAST_ROW, ROOM, rowHeight, SHEET, sheetsOf, type SheetGroup } from '../../src/plan/sheets.ts'

function groups(...sizes: number[]): SheetGroup[] {
  return sizes.map((size, at) => ({ id: 'g' + at, codes: Array.from({ length: size }, (_, one) => `${at}-${one}`) }))
}

/** Rows and the names of their groups, as they stand under each other. */
function lines(sheet: string[]): number {
  return sheet.length + new Set(sheet.map((code) => code.split('-')[0])).size
}

test('every row stands on one sheet, in its order, and no sheet is fuller than can be read', () => {
  for (const sizes of [[1], [5, 9, 3], [9, 6, 5, 2, 9, 9, 9, 13, 4], [70], [200], [1, 1, 1, 300, 2], Array(60).fill(1) as number[]]) {
    const given = groups(...sizes)
    const sheets = sheetsOf(given)
    assert.deepEqual(sheets.flat(), given.flatMap((group) => group.codes))
    for (const sheet of sheets) {
      assert.ok(sheet.length > 0)
      assert.ok(lines(sheet) * LEAST_ROW <= ROOM + LEAST_ROW, `${sizes}: ${lines(sheet)} lines`)
      assert.ok(lines(sheet) * rowHeight(Math.max(...sheets.map(lines))) <= ROOM + LEAST_ROW)
    }
  }
})

test('what fits on one sheet takes one; what does not is spread evenly', () => {
  assert.equal(sheetsOf(groups(9, 6, 5)).length, 1)
  const two = sheetsOf(groups(40, 40)).map(lines)
  assert.equal(two.length, 2)
  assert.ok(Math.abs(two[0] - two[1]) <= 6, String(two))
})

test('the whole time fits the width given, however long it is', () => {
  const node = (code: string, start: string, finish: string): PlanNode => ({
    code, name: code, kind: 'item', stage: 's', stage_name: 'S', org: null, org_name: null, days: 1, earliest_start: start, earliest_finish: finish,
    latest_start: start, latest_finish: finish, float_days: 0, critical: false, after: [],
  })
  for (const end of ['2026-10-01', '2028-10-01', '2035-01-01']) {
    const nodes = [node('a', '2026-09-01', '2026-09-08'), node('b', '2026-09-08', end)]
    const layout = layoutGantt({
      nodes, zoom: 'month', today: '2026-09-10', lang: 'zh', scale: 1, rowHeight: 13, calendar: { off: new Set(), work: new Set(), known: true }, closed: new Set(), order: [],
      days: span(nodes, '2026-09-10'), width: SHEET.width - 500,
    })
    const last = layout.groups[0].rows[1].bar
    assert.ok(last.x + last.width <= layout.width && layout.width === SHEET.width - 500)
    assert.ok(last.x + last.width > layout.width * 0.5, 'and fills it')
  }
})
