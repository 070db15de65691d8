import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CapacityUnit, Chance } from '../../src/base/types-ahead.ts'
import { byNeed } from '../../src/screens/capacity/capacity-order.ts'
import { curveOf, percent } from '../../src/screens/project/chance-curve.ts'
import { askedOf, valuesOf } from '../../src/screens/rehearsal/rehearsal-query.ts'

const at = (day: string) => ({ day, working_days: 0, provisional: false })
const chance = (more: Partial<Chance> = {}) => ({
  p50: at('2027-01-06'), p80: at('2027-01-09'), promised_on: '2027-01-03', promise_kept_permille: 200, curve: [{ permille: 0, day: '2027-01-01' }, { permille: 500, day: '2027-01-06' }, { permille: 1000, day: '2027-01-11' }], ...more,
}) as unknown as Chance

test('the curve fills its box: days to the right, how sure upwards', () => {
  assert.equal(curveOf(chance())?.path, 'M0.00 100.00L50.00 50.00L100.00 0.00')
  assert.deepEqual(curveOf(chance())?.marks.map((one) => [one.key, Math.round(one.x), one.y]), [['p50', 50, 50], ['p80', 80, 20], ['promise', 20, 80]])
})

test('a promise before the first day widens the box; without a promise there is no mark', () => {
  const early = curveOf(chance({ promised_on: '2026-12-22', promise_kept_permille: 0 }))
  assert.equal(early?.first, '2026-12-22')
  assert.equal(early?.marks[2].x, 0)
  assert.equal(curveOf(chance({ promised_on: null, promise_kept_permille: null }))?.marks.length, 2)
  assert.equal(curveOf(chance({ curve: [] })), null)
})

test('nearly never is not never, nearly sure is not sure', () => {
  assert.deepEqual([0, 1, 9, 176, 995, 999, 1000].map(percent), [0, 1, 1, 18, 99, 99, 100])
})

test('units: what one more saves, then who waits, then who has said nothing; nothing said is not nothing saved', () => {
  const unit = (org: string, reviewers: number | null, saved_days: number | null, waiting_days: number, items = 1) => ({ org, reviewers, saved_days, waiting_days, items }) as unknown as CapacityUnit
  const units = [unit('unsaid', null, null, 0, 9), unit('free', 3, 0, 0), unit('waits', 2, 0, 4), unit('short', 1, 6, 2), unit('shorter', 1, 9, 0)]
  assert.deepEqual(byNeed(units).map((one) => one.org), ['shorter', 'short', 'waits', 'free', 'unsaid'])
  assert.equal(units[0].org, 'unsaid')
})

test('a rehearsal asks only what was given, dates however they were separated', () => {
  assert.deepEqual(askedOf({ item: ' acc-fire ', days: '40', off: '2026-12-01，2026-12-02 2026-12-03', work: '  ', other: 'x' }), { item: 'acc-fire', days: '40', off: '2026-12-01,2026-12-02,2026-12-03' })
  assert.deepEqual(askedOf({ item: ['a', 'b'] }), {})
  assert.deepEqual(valuesOf({ days: '4' }), { item: '', days: '4', off: '', work: '' })
})
