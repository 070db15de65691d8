// The dictionaries keep the words the departments fixed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import en from '../../src/i18n/en.json'
import zh from '../../src/i18n/zh.json'

test('lights keep their words', () => {
  const words = zh.kit as Record<string, string>
  assert.deepEqual(['none', 'green', 'yellow', 'red', 'done', 'paused'].map((light) => words['light_' + light]), ['未开始', '正常', '预警', '超期', '已办结', '计时暂停'])
})

test('no sentence shouts', () => {
  for (const table of [zh, en]) {
    for (const part of Object.values(table)) for (const text of Object.values(part)) assert.ok(!/[!！]|温馨提示/.test(text), text)
  }
})
