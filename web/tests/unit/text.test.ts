import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, dayNumber, dayOf, dayText, instantText, monthText, weekday } from '../../src/base/day.ts'
import { fill, sentences } from '../../src/base/fill.ts'
import { moneyText } from '../../src/base/money.ts'

test('days go to numbers and back, over leap days and year ends', () => {
  for (const day of ['2024-02-29', '2025-12-31', '2026-01-01', '1999-03-01']) assert.equal(dayOf(dayNumber(day)), day)
  assert.equal(addDays('2024-02-28', 2), '2024-03-01')
  assert.equal(addDays('2026-01-01', -1), '2025-12-31')
})

test('a weekday is named right', () => {
  assert.equal(weekday(dayNumber('2026-11-23')), 1)
  assert.equal(weekday(dayNumber('1969-12-28')), 0)
})

test('a day reads as people write it; another year is named', () => {
  assert.equal(dayText('2026-11-25', 'zh', '2026-11-23'), '11月25日（周三）')
  assert.equal(dayText('2027-01-04', 'zh', '2026-11-23'), '2027年1月4日（周一）')
  assert.equal(dayText('2026-11-25', 'en', '2026-11-23'), 'Wed 25 Nov')
  assert.equal(dayText('2027-01-04', 'en', '2026-11-23'), 'Mon 4 Jan 2027')
  assert.equal(monthText(2027, 1, 'zh', true), '2027年1月')
})

test('an instant is shown in the time of the city', () => {
  assert.equal(instantText(Date.UTC(2026, 10, 22, 17, 5)), '2026-11-23 01:05')
})

test('money moves only by its decimal point', () => {
  assert.equal(moneyText('52800', 'zh'), '5.28 亿元')
  assert.equal(moneyText('186500.5', 'zh'), '18.65005 亿元')
  assert.equal(moneyText('9800', 'zh'), '9,800 万元')
  assert.equal(moneyText('0', 'zh'), '0 万元')
  assert.equal(moneyText('10000', 'zh'), '1 亿元')
  assert.equal(moneyText('-52800', 'zh'), '-5.28 亿元')
  assert.equal(moneyText('123456789012345.25', 'zh'), '12,345,678,901.234525 亿元')
  assert.equal(moneyText('52800', 'en'), 'CNY 528 million')
  assert.equal(moneyText('5', 'en'), 'CNY 0.05 million')
  assert.equal(moneyText(null, 'zh'), null)
  assert.equal(moneyText('abc', 'zh'), null)
})

test('words are filled in, and English counts', () => {
  assert.equal(fill('还剩 {n} 个工作日', { n: 2 }), '还剩 2 个工作日')
  assert.equal(fill('{n} {n|day|days} left', { n: 1 }), '1 day left')
  assert.equal(fill('{n} {n|day|days} left', { n: 3 }), '3 days left')
  assert.equal(fill('{who} {missing}', { who: 'a' }), 'a {missing}')
  assert.equal(fill('{a}', { a: '{b}', b: 'x' }), '{b}')
})

test('what was refused and what to do stand as two sentences', () => {
  assert.equal(sentences('“说明”必须填写', '请补上', 'zh'), '“说明”必须填写。请补上')
  assert.equal(sentences('Not found.', 'Check the link', 'en'), 'Not found. Check the link')
  assert.equal(sentences('Please sign in first', '', 'en'), 'Please sign in first')
})
