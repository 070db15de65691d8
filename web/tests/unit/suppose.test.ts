// What is supposed of a plan: the words of the address, what may be supposed of what, and where a
// dragged bar may stand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayNumber, dayOf } from '../../src/base/day.ts'
import type { PlanNode } from '../../src/base/types.ts'
import { isOff, layoutGantt, type Calendar } from '../../src/plan/gantt-layout.ts'
import { kindsOf, readSuppositions, supposedNodes, withOne, without, worksBefore, writeSuppositions, type Supposition } from '../../src/plan/suppose.ts'
import { addWorkingDays, onWorkingDay, workingDays } from '../../src/plan/working-days.ts'

const calendar: Calendar = { off: new Set(['2026-10-01', '2026-10-02'].map(dayNumber)), work: new Set([dayNumber('2026-10-10')]), known: true }

function node(code: string, start: string, finish: string, more: Partial<PlanNode> = {}): PlanNode {
  return {
    code, name: code, kind: 'item', stage: 's', stage_name: 'S', org: null, org_name: null, days: 1, earliest_start: start, earliest_finish: finish,
    latest_start: start, latest_finish: finish, float_days: 0, critical: false, after: [], ...more,
  }
}

test('the address says what was supposed, and reading it back gives the same', () => {
  const all: Supposition[] = [{ code: 'eia-form', kind: 'days', value: '30' }, { code: '竣工', kind: 'works', value: '200' }, { code: 'land', kind: 'start', value: '2027-01-04' }]
  assert.equal(writeSuppositions(all), 'eia-form:days=30,竣工:works=200,land:start=2027-01-04')
  assert.deepEqual(readSuppositions(writeSuppositions(all)), all)
})

test('an address cut short keeps what can be read', () => {
  assert.deepEqual(readSuppositions('a:days=3,b:start=2027-0'), [{ code: 'a', kind: 'days', value: '3' }])
  assert.deepEqual(readSuppositions(''), [])
  assert.deepEqual(readSuppositions('a:days=-3,a:name=x,a,:days=3'), [])
})

test('an item has one of a kind; days and an end replace each other; its start stands before both', () => {
  let all = withOne([], { code: 'a', kind: 'days', value: '3' })
  all = withOne(all, { code: 'b', kind: 'days', value: '5' })
  all = withOne(all, { code: 'a', kind: 'start', value: '2027-01-04' })
  assert.equal(writeSuppositions(all), 'a:start=2027-01-04,a:days=3,b:days=5')
  all = withOne(all, { code: 'a', kind: 'finish', value: '2027-02-01' })
  assert.equal(writeSuppositions(all), 'a:start=2027-01-04,a:finish=2027-02-01,b:days=5')
  assert.equal(writeSuppositions(without(all, 'a', 'start')), 'a:finish=2027-02-01,b:days=5')
  assert.equal(writeSuppositions(without(all, 'a')), 'b:days=5')
})

test('what is done takes nothing, what runs no other start, a milestone no days', () => {
  assert.deepEqual(kindsOf(node('a', '2026-09-01', '2026-09-02', { actual_start: '2026-09-01', actual_finish: '2026-09-02' }), 0), [])
  assert.deepEqual(kindsOf(node('a', '2026-09-01', '2026-09-02', { actual_start: '2026-09-01' }), 0), ['days', 'finish'])
  assert.deepEqual(kindsOf(node('a', '2026-09-01', '2026-09-02'), 0), ['start', 'days', 'finish'])
  assert.deepEqual(kindsOf(node('m', '2026-09-01', '2026-09-01', { kind: 'milestone' }), 0), ['start'])
  assert.deepEqual(kindsOf(node('m', '2026-09-01', '2026-09-01', { kind: 'milestone' }), 9), ['start', 'works'])
})

test('the works before a milestone are the working days it stands after the last it waits for', () => {
  const begun = node('begun', '2026-09-28', '2026-09-28', { kind: 'milestone' })
  const built = node('built', '2026-10-12', '2026-10-12', { kind: 'milestone', after: ['begun'] })
  // 29, 30 September, 5 to 9 October, Saturday the 10th worked, the 12th: 1 and 2 October are off.
  assert.equal(worksBefore(built, [begun, built], calendar), 9)
  assert.equal(worksBefore(begun, [begun, built], calendar), 0)
})

test('working days: counting and adding undo each other, and none of them is off', () => {
  for (let length = 0; length < 60; length++) {
    const end = addWorkingDays('2026-09-25', length, calendar)
    assert.equal(workingDays('2026-09-25', end, calendar), length)
    if (length) assert.equal(isOff(dayNumber(end), calendar), false)
  }
  assert.equal(dayOf(onWorkingDay(dayNumber('2026-10-01'), calendar)), '2026-10-05')
  assert.equal(workingDays('2026-10-05', '2026-09-25', calendar), 0)
})

test('a bar that moved leaves a ghost where it stands now, one that did not leaves none', () => {
  const nodes = [node('a', '2026-09-01', '2026-09-08'), node('b', '2026-09-08', '2026-09-15')]
  const supposed = supposedNodes(nodes, [{ code: 'b', start: '2026-09-10', finish: '2026-09-17' }])
  const layout = layoutGantt({
    nodes: supposed, zoom: 'month', today: '2026-09-02', lang: 'zh', scale: 1, rowHeight: 34, calendar, closed: new Set(), order: ['s'],
    ghosts: new Map(nodes.map((one) => [one.code, one])),
  })
  const [a, b] = layout.groups[0].rows
  assert.equal(a.ghost, null)
  assert.equal(b.ghost && b.bar.x - b.ghost.x, 2 * layout.px)
  assert.equal(layout.from + b.bar.x / layout.px, dayNumber('2026-09-10'))
})

test('a row keeps its place while its bar is dragged past the others', () => {
  const nodes = [node('a', '2026-09-01', '2026-09-08'), node('b', '2026-09-08', '2026-09-15')]
  const supposed = supposedNodes(nodes, [{ code: 'a', start: '2026-12-01', finish: '2026-12-08' }])
  const wanted = { nodes: supposed, zoom: 'month' as const, today: '', lang: 'zh' as const, scale: 1, rowHeight: 34, calendar, closed: new Set<string>(), order: ['s'] }
  const ghosts = new Map(nodes.map((one) => [one.code, one]))
  assert.deepEqual(layoutGantt({ ...wanted, ghosts }).groups[0].rows.map((row) => row.node.code), ['a', 'b'])
  assert.deepEqual(layoutGantt(wanted).groups[0].rows.map((row) => row.node.code), ['b', 'a'])
})
