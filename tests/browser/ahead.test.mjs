// What lies ahead, as estimates: how sure production is, where reviewers are too few and what one more
// would save, what a changed rule would move. The figures are the server's; only staffing is kept.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { account, ask, axe, click, has, open, overflow, settled, shut, visit } from './lib.mjs'

const found = {}

before(async () => {
  const page = await open({ role: 'centre_coordinator' })
  for (const row of (await ask(page, '/projects?stage=under_way')).items) {
    const one = await ask(page, '/projects/' + row.id)
    if (one.late_days !== null && (!found.project || one.nodes.length > found.project.nodes.length)) found.project = one
  }
  found.item = found.project.nodes.find((node) => node.kind === 'item' && !node.actual_start && node.critical && node.org !== 'enterprise')
  // A unit with several items under way is the one that can be short of reviewers.
  const units = (await ask(page, '/capacity')).units
  found.unit = units.reduce((a, b) => (b.items > a.items ? b : a))
  await page.context().close()
})
after(shut)

test('how sure: on the project page without a click, its curve and what makes it unsure in 1', async () => {
  for (const width of [1440, 390]) {
    const page = await open({ role: 'leader', width, height: 844 })
    await visit(page, '/projects/' + found.project.id)
    const chance = await ask(page, `/projects/${found.project.id}/chance`)
    await page.locator('.chance__line').waitFor()
    const line = await page.locator('.chance__line').innerText()
    assert.match(line, /预估/)
    assert.match(line, new RegExp(`把握 ${Math.round(chance.promise_kept_permille / 10)}%`))
    await click(page, '#chance')
    await page.locator('.chance__detail').waitFor()
    assert.equal(page.clicks, 1)
    const said = await page.locator('.chance__detail').innerText()
    for (const driver of chance.drivers) assert.ok(said.includes(driver.name), driver.name)
    const none = chance.drivers.filter((one) => !one.cases).length
    assert.equal(said.split('尚无历史办件，按承诺天数估计').length - 1, none)
    assert.ok(await overflow(page) <= 0)
    assert.deepEqual([...await axe(page), ...page.faults], [])
    await page.locator('#chance').focus()
    await page.keyboard.press('Enter')
    await page.locator('.chance__detail').waitFor({ state: 'detached' })
    await page.context().close()
  }
})

test('how sure: a project without a confirmed plan says nothing and breaks nothing', async () => {
  const page = await open({ role: 'navigator' })
  const served = (await ask(page, '/projects?stage=served')).items[0]
  if (served) {
    await visit(page, '/projects/' + served.id)
    assert.equal(await page.locator('.chance').count(), 0)
    assert.deepEqual(page.faults, [])
  }
  await page.context().close()
})

test('coordinator: says a unit has one reviewer, and sees what one more would save, in 3', async () => {
  const page = await open({ role: 'centre_coordinator' })
  await visit(page, '/capacity')
  const row = page.locator(`[data-row="${found.unit.org}"]`)
  assert.match(await row.innerText(), /未填写/)
  await click(page, '#say-' + found.unit.org)
  await page.fill('#act-reviewers', '1')
  await click(page, 'dialog button[type=submit]')
  await page.waitForFunction(() => /审批力量已登记/.test(document.querySelector('.toasts')?.textContent || ''))
  assert.ok(page.clicks <= 3, `${page.clicks} clicks`)
  await page.waitForFunction((org) => /1 人/.test(document.querySelector(`[data-row="${org}"]`)?.textContent || ''), found.unit.org)
  await settled(page)
  const answer = await ask(page, '/capacity')
  const unit = answer.units.find((one) => one.org === found.unit.org)
  assert.equal(unit.reviewers, 1)
  assert.match(await row.innerText(), unit.saved_days > 0 ? new RegExp(`多一名审查人员可少延 ${unit.saved_days} 个项目工作日`) : /多一名也不会更早/)
  const first = answer.units.reduce((a, b) => ((b.saved_days ?? -1) > (a.saved_days ?? -1) ? b : a))
  assert.equal(await page.locator('tbody tr').first().getAttribute('data-row'), first.org)
  // Who has said nothing is not shown as free.
  for (const other of answer.units.filter((one) => one.reviewers === null)) assert.match(await page.locator(`[data-row="${other.org}"]`).innerText(), /未填写/)
  assert.deepEqual([...await axe(page), ...page.faults], [])
  await page.context().close()
})

test('leader: holds a project’s date and sees whom it moves, in 1; there is no staff to fill in', async () => {
  const page = await open({ role: 'leader', width: 390, height: 844 })
  await visit(page, '/capacity')
  assert.equal(await page.locator('#staffing-new').count(), 0)
  await click(page, `[data-hold="${found.project.id}"]`)
  await page.waitForURL((url) => url.searchParams.get('priority') === String(found.project.id))
  await settled(page)
  const answer = await ask(page, '/capacity?priority=' + found.project.id)
  const moved = page.locator('section', { has: page.locator('#moved-title') })
  for (const one of answer.moved) assert.ok((await moved.innerText()).includes(one.levelled), one.name)
  assert.equal(await moved.locator('li').count(), answer.moved.length)
  assert.ok(await overflow(page) <= 0)
  assert.deepEqual([...await axe(page), ...page.faults], [])
  await page.context().close()
})

test('department: only its own unit, and empty means unknown again', async (t) => {
  const org = account('department_officer').org
  if (!org || !has('department_officer@' + org)) return t.skip('the accounts name no unit')
  const page = await open({ role: 'department_officer@' + org })
  await visit(page, '/capacity')
  assert.equal(await page.locator('[id^="say-"]:not(#say-' + org + ')').count(), 0)
  for (const [typed, kept] of [['2', 2], ['', null]]) {
    await click(page, '#staffing-new')
    await page.locator('#act-reviewers').waitFor()
    assert.equal(await page.locator('#act-org').count(), 0)
    await page.fill('#act-reviewers', typed)
    await click(page, 'dialog button[type=submit]')
    await page.waitForFunction(() => !document.querySelector('dialog[open]'))
    const last = (await ask(page, '/staffing')).items.filter((one) => one.org === org).reduce((a, b) => (a.id > b.id ? a : b))
    assert.equal(last.reviewers, kept)
  }
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('rehearsal: an item takes longer, who moves and by how much, in 2; nothing is kept', async () => {
  const page = await open({ role: 'centre_coordinator' })
  await visit(page, '/rehearsal')
  const item = (await ask(page, '/pack')).items.find((one) => one.code === found.item.code)
  await page.fill('#rehearsal-item', item.name)
  await click(page, page.locator('#rehearsal-item-list [role=option]').first())
  await page.fill('#rehearsal-days', '120')
  await click(page, 'main form button[type=submit]')
  await page.waitForURL((url) => url.searchParams.get('item') === item.code && url.searchParams.get('days') === '120')
  await settled(page)
  assert.ok(page.clicks <= 2, `${page.clicks} clicks`)
  const answer = await ask(page, `/rehearsal?item=${item.code}&days=120`)
  assert.ok(answer.moved > 0)
  assert.match(await page.locator('.rehearsal__sum').innerText(), new RegExp(`预估[^]*${answer.moved} 个项目的投产日期会变`))
  for (const one of answer.items) assert.match(await page.locator(`[data-row="${one.id}"]`).innerText(), new RegExp(`${Math.abs(one.days)} 天[^]*${one.production_before}[^]*${one.production}`))
  assert.deepEqual([...await axe(page), ...page.faults], [])
  const now = await ask(page, '/projects/' + found.project.id)
  assert.deepEqual([now.version, now.production_forecast], [found.project.version, found.project.production_forecast])
  await page.context().close()
})

test('rehearsal: what is refused is told at the form, on a phone as well', async () => {
  const page = await open({ role: 'supervisor', width: 390, height: 844 })
  await visit(page, '/rehearsal?off=2020-01-01')
  await page.locator('.summary').waitFor()
  assert.equal(await page.locator('#rehearsal-off').inputValue(), '2020-01-01')
  page.faults.length = 0
  await page.fill('#rehearsal-off', '')
  await click(page, 'main form button[type=submit]')
  await page.locator('#rehearsal-item-error').waitFor()
  assert.ok(await overflow(page) <= 0)
  assert.deepEqual([...await axe(page), ...page.faults], [])
  await page.context().close()
})
