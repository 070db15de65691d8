// The lists of problems: a card dragged to a column asks for the act that leads there, its menu for
// the same; several units help; the enterprise says what its problem holds up.
import assert from 'node:assert/strict'
import { test, after } from 'node:test'
import { ask, axe, click, open, overflow, rawKeys, settled, shut, visit } from './lib.mjs'

after(shut)

async function toast(page, pattern) {
  await page.locator('.toast', { hasText: pattern }).first().waitFor()
}

async function look(page) {
  assert.deepEqual([...await axe(page), ...page.faults, ...await rawKeys(page)], [])
  assert.ok(await overflow(page) <= 0, 'nothing is wider than the screen')
}

test('dragged or by its menu: the same act', async () => {
  const page = await open({ role: 'centre_coordinator' })
  await visit(page, '/problems')
  const card = page.locator('.board__card[draggable="true"]').first()
  const title = await card.locator('.board__title').innerText()
  await card.dragTo(page.locator('.board__column').nth(1))
  await page.locator('#act-owner').waitFor()
  const asked = await page.locator('dialog').last().locator('h2').innerText()
  assert.ok(asked.includes(title))
  await page.context().close()
  const other = await open({ role: 'centre_coordinator' })
  await visit(other, '/problems')
  await other.locator('.board__card', { hasText: title }).locator('.board__menu').selectOption('assign')
  await other.locator('#act-owner').waitFor()
  assert.equal(await other.locator('dialog').last().locator('h2').innerText(), asked)
  // Several units help.
  for (const name of ['生态', '住房']) {
    await other.locator('#act-helpers').fill(name)
    await other.locator('#act-helpers').press('Enter')
  }
  assert.equal(await other.locator('dialog .chip').count(), 2)
  await look(other)
  await other.locator('#act-owner').fill('自然资源')
  await other.locator('#act-owner').press('Enter')
  await other.fill('#act-measures', '现场核对')
  await other.fill('#act-due_on', '2027-01-15')
  await click(other, other.locator('dialog').last().locator('.dialog__foot button[type=submit]'))
  await toast(other, /已下达责任/)
  const row = (await ask(other, '/problems?state=assigned&limit=100')).items.find((one) => one.title === title)
  assert.equal(row.helpers.length, 2)
  await visit(other, '/problems?view=units')
  await settled(other)
  assert.ok(await other.locator('.board--unit .board__column').count() > 0)
  await look(other)
  assert.equal(await other.locator('.board--unit [draggable="true"]').count(), 0)
  await visit(other, '/problems?view=causes')
  await look(other)
  await other.context().close()
})

test('the enterprise says what its problem holds up', async () => {
  const page = await open({ role: 'enterprise', width: 390, height: 844 })
  await visit(page, '/enterprise?act=problem')
  await page.fill('#act-title', '接入点未定')
  await page.selectOption('#act-category', { index: 1 })
  const many = page.locator('#act-items')
  if (await many.evaluate((one) => one.tagName) === 'FIELDSET') await many.locator('input').first().check()
  else { await many.click(); await many.press('ArrowDown'); await many.press('Enter') }
  await click(page, page.locator('dialog').last().locator('.dialog__foot button[type=submit]'))
  await toast(page, /提出问题.*已办/)
  const rows = (await ask(page, '/problems?limit=100')).items
  assert.equal(rows.find((one) => one.title === '接入点未定').items.length, 1)
  await page.context().close()
})
