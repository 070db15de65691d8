import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blank, filled, missing, type FieldSpec } from '../../src/kit/form.ts'

const fields: FieldSpec[] = [
  { name: 'a', kind: 'text', label: 'A' }, { name: 'b', kind: 'area', label: 'B', optional: true }, { name: 'c', kind: 'checks', label: 'C' },
]

test('a form begins empty and says what is missing', () => {
  assert.deepEqual(blank(fields), { a: '', b: '', c: [] })
  assert.deepEqual(missing(fields, blank(fields)), ['a', 'c'])
  assert.deepEqual(missing(fields, { a: ' ', b: '', c: ['x'] }), ['a'])
})

test('only what was filled in is sent', () => {
  assert.deepEqual(filled({ a: ' x ', b: '', c: [] }), { a: 'x' })
})
