// The chain of causes: its shares are added and drawn, never computed anew.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signed } from '../../src/base/signed.ts'
import type { Cause } from '../../src/base/types.ts'
import { shareOf, split } from '../../src/screens/project/cause-shares.ts'

function cause(days: number, open = false): Cause {
  return { code: 'a', name: 'a', org_name: null, kind: 'wait', kind_name: 'w', days, known_on: null, open }
}

test('what is settled and what still moves add up to the whole', () => {
  const causes = [cause(5), cause(-2), cause(3, true), cause(-1, true)]
  const { settled, open } = split(causes)
  assert.deepEqual([settled, open], [3, 2])
  assert.equal(settled + open, causes.reduce((days, one) => days + one.days, 0))
})

test('the longest bar is whole, sooner and later alike, and none is longer', () => {
  const causes = [cause(2), cause(-8), cause(4)]
  assert.deepEqual(causes.map((one) => shareOf(one, causes)), [25, 100, 50])
})

test('days carry their sign', () => {
  assert.deepEqual([3, 0, -12].map(signed), ['+3', '0', '−12'])
})
