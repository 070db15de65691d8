// Whistles: two presses from any page on the telephone; the department sees it without reloading, reports in
// from the row, and the enterprise closes it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axe, click, has, open, overflow, rawKeys, settled, shut, visit } from './lib.mjs'

const found = {}
after(shut)

async function look(page) {
  const keys = (await rawKeys(page)).map((key) => 'key shown: ' + key)
  assert.deepEqual([...await axe(page), ...page.faults, ...keys], [])
  assert.ok(await overflow(page) <= 0, 'nothing is wider than the screen')
}

test('enterprise: whistles from its page in two presses, on the telephone, while the department looks on', async () => {
  const page = await open({ role: 'enterprise', width: 390, height: 844, touch: true, big: true })
  found.project = (await ask(page, '/projects')).items[0].id
  const rows = (await ask(page, `/applications?project=${found.project}&limit=100`)).items
  found.case = rows.find((row) => has('department_officer@' + row.org))
  found.officer = 'department_officer@' + found.case.org
  const officer = await open({ role: found.officer })
  await visit(officer, '/problems?view=whistles')
  await look(officer)
  await visit(page, `/projects/${found.project}?tab=problems`)
  page.clicks = 0
  await click(page, '#whistle')
  await page.locator('#act-said').fill('现场没有人来放线')
  await look(page)
  await page.locator('#act-application_id').selectOption(String(found.case.id))
  await click(page, 'dialog button[type=submit]')
  await page.locator('dialog').waitFor({ state: 'detached' })
  assert.equal(page.clicks, 2)
  await officer.waitForFunction(() => /现场没有人来放线/.test(document.querySelector('main').innerText), null, { timeout: 3000 })
  const [row] = (await ask(officer, '/whistles')).items
  assert.equal(row.org, found.case.org)
  assert.equal(row.application_id, found.case.id)
  await page.context().close()
  await officer.context().close()
})

test('department: reports in from the row; the enterprise sees it at once and closes it', async () => {
  const officer = await open({ role: found.officer })
  const page = await open({ role: 'enterprise' })
  await visit(page, '/problems?view=whistles')
  await visit(officer, '/problems?view=whistles')
  officer.clicks = 0
  await click(officer, '[data-act="report-in"]')
  await officer.locator('#act-said').fill('王科明早到场')
  await officer.locator('#act-next_on').fill((await ask(officer, '/whistles')).items[0].turn.until)
  await click(officer, 'dialog button[type=submit]')
  await officer.locator('dialog').waitFor({ state: 'detached' })
  assert.equal(officer.clicks, 2)
  await page.waitForFunction(() => /王科明早到场/.test(document.querySelector('main').innerText), null, { timeout: 3000 })
  await look(page)
  await click(page, '[data-act="close"]')
  await click(page, 'dialog button[type=submit]')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await settled(page)
  assert.equal((await ask(page, '/whistles')).items[0].state, 'closed')
  await page.context().close()
  await officer.context().close()
})

test('navigator: whistles from the workbench for a project he chooses, in English', async () => {
  const page = await open({ role: 'navigator', english: true })
  await visit(page, '/workbench')
  await click(page, '#whistle')
  await page.locator('#act-said').waitFor()
  assert.match(await page.locator('dialog').innerText(), /Project[\s\S]*What about/)
  await look(page)
  await page.context().close()
})
