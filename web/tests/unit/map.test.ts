// The map of where time goes: what leads forward leads down, no two boxes lie on each other, and no act hangs in the air.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawn, forward, layersOf, mainWays } from '../../src/screens/indicators/process-layout.ts'
import type { Way, WayMap } from '../../src/screens/indicators/types.ts'

let seed = 1
function below(n: number): number {
  seed = (seed * 48271) % 2147483647
  return seed % n
}

function made(acts: number, count: number): WayMap {
  const ways: Record<string, Way> = {}
  const add = (from: string, to: string) => (ways[from + '~' + to] = { from, from_name: from, to, to_name: to, times: 1 + below(500), courses: 1, days: from === 'begin' || to === 'end' ? undefined : below(9000), median: below(40) })
  for (let i = 0; i < acts; i++) add(i ? 'a' + below(i) : 'begin', 'a' + i)
  add('a' + (acts - 1), 'end')
  for (let i = 0; i < count; i++) add('a' + below(acts), 'a' + below(acts))
  return { grain: 'case', cut: '2026-11-30', courses: 9, open: 1, items: Object.values(ways), variants: [], variant_count: 0, beyond_variants: 0,
    activities: [...Array(acts).keys()].map((i) => ({ key: 'a' + i, name: 'a' + i, times: 3, courses: 2, again: 0, again_days: 0, waiting: i % 2 })) }
}

test('a map of any ways is drawn', () => {
  for (let round = 0; round < 60; round++) {
    const map = made(2 + below(40), below(200))
    const ahead = forward(map.items)
    const keys = [...new Set(map.items.flatMap((one) => [one.from, one.to]))]
    const layer = layersOf(keys, ahead)
    for (const one of ahead) assert.ok(layer[one.to] > layer[one.from], 'what leads forward leads down')
    for (const all of [true, false]) {
      const picture = drawn(map, all, 1)
      assert.deepEqual(new Set(picture.nodes.map((one) => one.key)), new Set(keys), 'no act is left out')
      for (const [i, a] of picture.nodes.entries()) {
        assert.ok(a.x >= 0 && a.x + picture.box.width <= picture.width && a.y >= 0 && a.y + picture.box.height <= picture.height, 'within the picture')
        for (const b of picture.nodes.slice(i + 1)) assert.ok(a.y !== b.y || Math.abs(a.x - b.x) >= picture.box.width, 'not on each other')
      }
      assert.equal(picture.ways.length, all ? map.items.length : mainWays(map.items, 30).length)
      for (const one of picture.ways) {
        assert.ok(!/NaN|undefined/.test(one.path), one.path)
        assert.ok(one.x >= 30 - picture.left && one.x <= picture.width - picture.left - 30, 'what is said beside a way is within the picture')
      }
      assert.ok(picture.ways.filter((one) => one.isWorst).length <= 3)
    }
  }
})
