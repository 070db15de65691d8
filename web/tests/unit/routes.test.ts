import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findRoute, itemName, planNodes, questionsOf, usedVariants } from '../../src/plan/routes.ts'
import type { Route, Routes, Variant } from '../../src/base/types-routes.ts'
import type { Pack } from '../../src/base/types-work.ts'
import type { PlanNode } from '../../src/base/types.ts'

const node = (code: string) => ({ code, days: 3, earliest_start: '2026-12-01', earliest_finish: '2026-12-04', latest_start: '2026-12-01', latest_finish: '2026-12-04', float_days: 0, critical: true, after: [], estimate: code === 'b' })
const route = (number: number, ids: string[]) => ({ number, variants: ids.map((id) => ({ id })), nodes: [node('a'), node('b'), node('投产')] }) as unknown as Route
const way = (id: string, more: Partial<Variant> = {}) => ({ id, status: 'open', ask: [], would_save: null, would_save_at_most: false, ...more }) as unknown as Variant
const answer = (more: Partial<Routes> = {}) => ({
  routes: [route(0, []), route(1, ['x', 'y'])], variants: [way('z'), way('y'), way('x')], items: { a: { name: '甲', name_en: 'A' }, b: { name: '乙', name_en: '' } }, ...more,
}) as unknown as Routes

test('a route is found by its ways in any order, never by some of them', () => {
  assert.equal(findRoute(answer(), ['y', 'x'])?.number, 1)
  assert.equal(findRoute(answer(), [])?.number, 0)
  assert.equal(findRoute(answer(), ['x']), null)
  assert.equal(findRoute(answer(), ['x', 'y', 'z']), null)
})

test('the route for a date is found as well, the listed one before it', () => {
  const by = { date: '', met: true, optimal: true, nodes: 1, earliest: '', route: route(9, ['z']) }
  assert.equal(findRoute(answer({ by }), ['z'])?.number, 9)
  assert.equal(findRoute(answer({ by: { ...by, route: route(9, ['x', 'y']) } }), ['x', 'y'])?.number, 1)
})

test('names are those of the language, the Chinese one where there is no other, the code where there is none', () => {
  assert.equal(itemName(answer(), 'a', 'en'), 'A')
  assert.equal(itemName(answer(), 'b', 'en'), '乙')
  assert.equal(itemName(answer(), '投产', 'en'), '投产')
})

test('nodes keep their dates and their doubt; who does them comes from the plan known, else from the pack', () => {
  const pack = { items: [{ code: 'a', stage: 's', stage_name: '阶段', org: 'o', org_name: '单位' }] } as unknown as Pack
  const known = [{ code: 'b', name: '乙名', kind: 'item', stage: 't', stage_name: '别的', org: 'p', org_name: '别单位' }] as unknown as PlanNode[]
  const [a, b, end] = planNodes(route(1, ['x']), answer(), pack, known, 'zh')
  assert.deepEqual([a.name, a.kind, a.org_name, a.stage, a.estimate], ['甲', 'item', '单位', 's', false])
  assert.deepEqual([b.name, b.org_name, b.stage_name, b.estimate], ['乙名', '别单位', '别的', true])
  assert.deepEqual([end.name, end.kind, end.org, end.earliest_finish], ['投产', 'milestone', null, '2026-12-04'])
})

test('only ways that a route uses are rows of the comparison, in the order of the pack', () => {
  assert.deepEqual(usedVariants(answer()).map((one) => one.id), ['y', 'x'])
})

test('a question asked for several ways stands once, that which may save most first; nothing known comes last', () => {
  const ask = (field: string) => ({ field, question: field + '?', question_en: '' })
  const list = questionsOf([
    way('a', { ask: [ask('p'), ask('q')], would_save: 0 }), way('b', { ask: [ask('q')], would_save: 7, would_save_at_most: true }), way('c', { ask: [ask('r')] }),
  ], 'en')
  assert.deepEqual(list.map((one) => [one.text, one.variants.length, one.saves, one.at_most]), [['q?', 2, 7, true], ['p?', 1, 0, false], ['r?', 1, null, false]])
})
