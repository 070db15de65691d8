// A department at work inside its cases: other units asked, visits, promises, returns, many cases to
// one colleague; by mouse with the clicks counted, by keys alone, and readable for everybody.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, axe, click, has, open, overflow, rawKeys, settled, shut, visit } from './lib.mjs'

const found = {}

before(async () => {
  const page = await open({ role: 'centre_coordinator' })
  const items = (await ask(page, '/applications?state=accepted&limit=200')).items
  found.case = items.find((one) => has('department_officer@' + one.org))
  found.officer = 'department_officer@' + found.case.org
  await page.context().close()
})
after(shut)

async function toast(page, pattern) {
  await page.waitForFunction((text) => new RegExp(text).test(document.querySelector('.toasts')?.textContent || ''), pattern.source, { timeout: 10000 })
}

async function submit(page, pattern) {
  await page.locator('dialog').last().locator('.dialog__foot button[type=submit]').click()
  await toast(page, pattern)
  await settled(page)
}

test('department: consults two units in 4 clicks, and the case says what its decision waits for', async () => {
  const page = await open({ role: found.officer })
  await visit(page, '/queue')
  await click(page, '#app-' + found.case.id)
  await click(page, '[data-cw="consult"]')
  await click(page, '#act-kind .choice')
  await page.fill('#act-org1', '公安')
  await page.keyboard.press('Enter')
  await page.fill('#act-question', '是否符合道路交通管理要求；涉及出入口设置、施工期间交通组织方案以及超长超宽车辆通行路线，请一并提出意见')
  page.clicks++
  await submit(page, /已登记/)
  assert.ok(page.clicks <= 4, `consult: ${page.clicks} clicks`)
  await page.locator('dialog .cw__line').first().waitFor()
  assert.match(await page.locator('dialog').innerText(), /作出决定前还要办结/)
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(await rawKeys(page), [])
  assert.deepEqual(page.faults, [])
  if (process.env.LIANDONG_PICTURES) await page.screenshot({ path: process.env.LIANDONG_PICTURES + '/drawer.png' })
  await page.context().close()
})

test('department: returns a case inside the unit, and passes it on again, by keys alone', async () => {
  const page = await open({ role: found.officer })
  await visit(page, '/queue?application=' + found.case.id)
  const before = await ask(page, '/applications/' + found.case.id)
  await page.locator('dialog [data-act="return"]').focus()
  await page.keyboard.press('Enter')
  await page.locator('#act-to input').first().focus()
  await page.keyboard.press('Space')
  await page.locator('#act-code').focus()
  await page.keyboard.press('ArrowDown')
  await page.locator('#act-reason').focus()
  await page.keyboard.type('需再核对收件材料')
  await page.locator('dialog').last().locator('.dialog__foot button[type=submit]').focus()
  await page.keyboard.press('Enter')
  await toast(page, /已退回/)
  const after = await ask(page, '/applications/' + found.case.id)
  assert.equal(after.stage, 'intake')
  assert.equal(after.due_on, before.due_on, 'the last day is the law\'s')
  for (let n = 0; n < 2; n++) {
    await settled(page)
    await page.locator('dialog [data-act="forward"]').focus()
    await page.keyboard.press('Enter')
    await page.waitForTimeout(600)
  }
  assert.equal((await ask(page, '/applications/' + found.case.id)).stage, 'review')
  assert.equal(page.clicks, 0)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('department: cases are given to a colleague from the list, and found by who has them', async () => {
  const page = await open({ role: found.officer })
  await visit(page, '/queue')
  await click(page, `[data-pick="${found.case.id}"]`)
  await page.selectOption('#assign-to', { index: 1 })
  await click(page, '[data-assign]')
  await toast(page, /已分派/)
  await visit(page, '/queue?handler=none')
  assert.equal(await page.locator(`[data-row="${found.case.id}"]`).count(), 0)
  assert.deepEqual(await axe(page), [])
  if (process.env.LIANDONG_PICTURES) {
    await visit(page, '/queue')
    await page.screenshot({ path: process.env.LIANDONG_PICTURES + '/queue.png', fullPage: true })
  }
  await page.context().close()
})

test('department on a phone: queue and drawer fit', async () => {
  const page = await open({ role: found.officer, width: 390, height: 844, touch: true })
  await visit(page, '/queue?application=' + found.case.id)
  await page.locator('dialog .cw__line').first().waitFor()
  assert.ok((await overflow(page)) <= 0)
  if (process.env.LIANDONG_PICTURES) await page.screenshot({ path: process.env.LIANDONG_PICTURES + '/phone.png' })
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
