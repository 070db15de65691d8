// The registers beside the queue: what falls due, what runs out, what other days off move, days
// promised and asked to be moved, who stands in for whom; each in the menu, its state in the address.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axe, click, has, open, overflow, rawKeys, settled, shut, visit } from './lib.mjs'

after(shut)

async function sound(page) {
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(await rawKeys(page), [])
  assert.deepEqual(page.faults, [])
  assert.ok(await overflow(page) <= 0)
}

async function toast(page, pattern) {
  await page.waitForFunction((text) => new RegExp(text).test(document.querySelector('.toasts')?.textContent || ''), pattern.source, { timeout: 10000 })
}

test('coordinator: what is due next, over all clocks, in 1 click; filters stand in the address', async () => {
  const page = await open({ role: 'centre_coordinator' })
  await visit(page, '/workbench')
  page.clicks = 0
  await click(page, 'nav a[href="/due"]')
  await settled(page)
  assert.equal(page.clicks, 1)
  await page.locator('tbody tr').first().waitFor()
  const all = (await ask(page, '/due?limit=50')).items
  assert.deepEqual(await page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => Number(row.dataset.row))), all.map((one) => one.id))
  await page.selectOption('#due-state', 'accepted')
  await settled(page)
  assert.equal(new URL(page.url()).searchParams.get('state'), 'accepted')
  const some = (await ask(page, '/due?limit=50&state=accepted')).items
  await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length === n, some.length)
  await page.selectOption('#due-past', '1')
  await settled(page)
  const past = (await ask(page, '/due?limit=50&state=accepted&from=2000-01-01')).items
  assert.ok(past.length > some.length)
  await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length === n, past.length)
  assert.match(await page.locator('tbody').innerText(), /已超 \d+ 个工作日/)
  await sound(page)
  await page.reload()
  await settled(page)
  assert.equal(await page.locator('tbody tr').count(), past.length)
  await visit(page, '/due?state=submitted&until=2020-01-01')
  assert.match(await page.locator('#due-panel').innerText(), /没有到期的办件/)
  await page.context().close()
})

test('coordinator: takes the due list along as a spreadsheet in 1 click', async () => {
  const page = await open({ role: 'centre_coordinator' })
  await visit(page, '/due')
  const [file] = await Promise.all([page.waitForEvent('download'), click(page, 'button:has-text("Excel"), button:has-text("xlsx"), .filters .btn--row')])
  assert.match(file.suggestedFilename(), /\.xlsx$/)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('watchers: what a day off would move, with the day before and after', async () => {
  const page = await open({ role: 'supervisor' })
  await visit(page, '/due?tab=redate')
  const due = (await ask(page, '/due?limit=200')).items
  const day = due.find((one) => one.left_days > 0).due_on
  await page.fill('#redate-off', day)
  await click(page, '#due-panel button[type=submit]')
  await page.locator('tbody tr').first().waitFor()
  assert.match(await page.locator('#due-panel').innerText(), /改期 [1-9]\d* 件/)
  assert.equal(new URL(page.url()).searchParams.get('off'), day)
  await sound(page)
  await page.context().close()
})

test('department: sees only its own due, and what runs out with its project', async () => {
  const page = await open({ role: 'department_officer@zjj' })
  await visit(page, '/queue')
  page.clicks = 0
  await click(page, 'nav a[href="/due"]')
  await settled(page)
  await click(page, '#tab-expiry')
  await settled(page)
  assert.equal(page.clicks, 2)
  const rows = (await ask(page, '/validities?state=running')).items
  await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length === n, rows.length)
  assert.ok(rows.length > 0)
  assert.match(await page.locator('tbody').innerText(), new RegExp(rows[0].project.name))
  await sound(page)
  await page.context().close()
})

test('promised days: made in a case, listed by state, marked as kept in 3 clicks', async () => {
  const page = await open({ role: 'centre_coordinator' })
  const row = (await ask(page, '/applications?state=accepted&limit=200')).items.find((one) => has('department_officer@' + one.org))
  await page.context().close()
  const officer = await open({ role: 'department_officer@' + row.org })
  await visit(officer, '/queue')
  const made = await officer.evaluate(async ([id, on]) => {
    const session = await (await fetch('/api/v1/session')).json()
    const answer = await fetch(`/api/v1/applications/${id}/promises`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf }, body: JSON.stringify({ what: 'reply', on, words: '出具书面意见，并当面说明涉及总平面布置与消防车道的修改要求' }) })
    return answer.status
  }, [row.id, new Date(Date.now() + 30 * 86400000).toISOString().slice(0, 10)])
  assert.equal(made, 200)
  await visit(officer, '/queue')
  officer.clicks = 0
  await click(officer, 'nav a[href="/promises"]')
  await settled(officer)
  await click(officer, '#tab-days')
  await officer.locator('tbody tr').first().waitFor()
  await sound(officer)
  await click(officer, 'tbody [data-act="kept"]')
  await officer.locator('dialog .dialog__foot button[type=submit]').click()
  await toast(officer, /已登记/)
  assert.ok(officer.clicks <= 3)
  await officer.selectOption('#days-state', 'kept')
  await settled(officer)
  assert.match(await officer.locator('tbody').innerText(), /兑现/)
  await officer.context().close()
})

test('coordinator: names a deputy in 3 clicks and ends it again', async () => {
  const page = await open({ role: 'centre_coordinator' })
  await visit(page, '/promises?tab=deputies')
  assert.match(await page.locator('#promise-panel').innerText(), /没有委托/)
  page.clicks = 0
  await click(page, '[data-act="give"]')
  await page.click('#act-account_id')
  const me = (await ask(page, '/session')).account.name
  await page.locator('#act-account_id-list [role=option]').filter({ hasNotText: me }).first().click()
  await page.fill('#act-until', new Date(Date.now() + 5 * 86400000).toISOString().slice(0, 10))
  await page.fill('#act-reason', '外出学习')
  await click(page, 'dialog .dialog__foot button[type=submit]')
  await toast(page, /已办/)
  await page.locator('[data-row]').first().waitFor()
  assert.ok(page.clicks <= 3)
  assert.match(await page.locator('[data-row]').first().innerText(), /生效中/)
  await sound(page)
  await click(page, '[data-row] [data-act="end"]')
  await page.fill('#act-reason', '提前返回')
  await click(page, 'dialog .dialog__foot button[type=submit]')
  await page.locator('[data-row] [data-act="end"]').waitFor({ state: 'detached' })
  await page.context().close()
})

test('queue: the three questions stand apart, and the list goes out as a spreadsheet', async () => {
  const page = await open({ role: 'department_officer@asc' })
  await visit(page, '/queue')
  await page.locator('tbody tr').first().waitFor()
  assert.match(await page.locator('tbody tr').first().innerText(), /是否需要办：(需要|待核实|不需要)/)
  const [file] = await Promise.all([page.waitForEvent('download'), click(page, '.filters .row .btn--row')])
  assert.match(file.suggestedFilename(), /\.xlsx$/)
  await page.context().close()
})

for (const [role, path] of [['centre_coordinator', '/due?past=1'], ['department_officer@zjj', '/due?tab=expiry'], ['supervisor', '/due?tab=redate'], ['enterprise', '/promises?tab=days'], ['leader', '/promises?tab=deputies']]) {
  test(`phone, large type and English: ${path} for ${role}`, async () => {
    for (const how of [{ width: 390, height: 844, touch: true }, { width: 320, height: 720, touch: true, big: true }, { english: true }]) {
      const page = await open({ role, ...how })
      await visit(page, path)
      await sound(page)
      await page.context().close()
    }
  })
}
