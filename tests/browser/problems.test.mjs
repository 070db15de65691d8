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

test('one level up in two clicks', async () => {
  const page = await open({ role: 'navigator' })
  await visit(page, '/problems')
  const row = (await ask(page, '/problems?limit=100')).items.find((one) => one.level === 'district' && one.may.includes('escalate'))
  const card = page.locator('.board__card', { has: page.locator('#problem-' + row.id) })
  page.clicks = 0
  await click(page, card.locator('[data-act=escalate]'))
  await page.fill('#act-reason', '区县协调两次未果')
  await look(page)
  await click(page, page.locator('dialog').last().locator('.dialog__foot button[type=submit]'))
  await toast(page, /已提级/)
  assert.equal(page.clicks, 2)
  assert.equal((await ask(page, '/problems/' + row.id)).level, 'city')
  await page.context().close()
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

test('a text for leaders is drafted, approved by another, and read by the leader', async () => {
  const first = await open({ role: 'navigator' })
  await visit(first, '/problems')
  const card = first.locator('.board__card', { has: first.locator('option[value="draft"]') }).first()
  const id = Number((await card.locator('.board__title').getAttribute('id')).split('-')[1])
  await card.locator('.board__menu').selectOption('draft')
  await first.locator('#act-title').waitFor()
  await look(first)
  const title = '供电接入点需要两家单位协商确定请予协调'
  await first.fill('#act-title', title)
  await first.fill('#act-body', '用电容量已核定，接入点位涉及两家单位的既有管线，需要现场核对后共同确定。'.repeat(4))
  await click(first, first.locator('dialog').last().locator('.dialog__foot button[type=submit]'))
  await toast(first, /已办/)
  await settled(first)
  assert.equal(await first.locator('[data-act="approve"]').count(), 0)
  await look(first)
  await first.context().close()
  const leader = await open({ role: 'leader', width: 390, height: 844 })
  await visit(leader, '/problems?problem=' + id)
  await leader.locator('dialog').getByText(/文字待审/).first().waitFor()
  assert.equal(await leader.locator('dialog').getByText(title).count(), 0)
  await look(leader)
  const centre = await open({ role: 'centre_coordinator', width: 390, height: 844 })
  await visit(centre, '/problems?problem=' + id)
  await click(centre, centre.locator('[data-act="approve"]'))
  await centre.locator('dialog').last().getByText(title).first().waitFor()
  await look(centre)
  await click(centre, centre.locator('dialog').last().locator('.dialog__foot button[type=submit]'))
  await toast(centre, /已办/)
  await centre.context().close()
  await visit(leader, '/problems?problem=' + id)
  assert.equal(await leader.locator('dialog h2').first().innerText(), title)
  await leader.locator('dialog').getByText(/审定/).first().waitFor()
  await look(leader)
  if (process.env.LIANDONG_SHOTS) await leader.screenshot({ path: process.env.LIANDONG_SHOTS + '/leader.png', fullPage: true })
  await leader.context().close()
})
