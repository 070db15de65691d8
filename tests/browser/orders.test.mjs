// Supervision orders: issued from the page of a project and from that of supervision, answered by the unit with a file, accepted.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { act, ask, axe, click, has, open, overflow, rawKeys, settled, shut, visit } from './lib.mjs'

const found = {}
after(shut)

async function look(page) {
  const keys = (await rawKeys(page)).map((key) => 'key shown: ' + key)
  assert.deepEqual([...await axe(page), ...page.faults, ...keys], [])
  assert.ok(await overflow(page) <= 0, 'nothing is wider than the screen')
}

async function fill(page, org) {
  await page.locator('#act-org').fill(org)
  await page.locator('[role=option]').first().click()
  await page.locator('#act-asked').fill('请书面说明各办件的进度、存在的困难和办结日期，并附现场核查记录')
  await page.locator('dialog input[type=radio]').first().check()
}

test('supervisor: orders a unit from the project, with the telephone', async () => {
  const page = await open({ role: 'supervisor', width: 390, height: 844, touch: true })
  const rows = (await ask(page, '/applications?limit=100')).items
  found.case = rows.find((row) => has('department_officer@' + row.org))
  await visit(page, `/projects/${found.case.project.id}`)
  await click(page, '#act-order')
  await fill(page, found.case.org_name)
  await look(page)
  await click(page, 'dialog button[type=submit]')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await visit(page, '/oversight?tab=orders&mine=true')
  found.order = (await ask(page, '/supervision-orders?mine=true')).items[0]
  assert.equal(found.order.org, found.case.org)
  await look(page)
  if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/orders390.png', fullPage: true })
  await page.context().close()
})

test('department: acknowledges and answers in the row', async () => {
  const page = await open({ role: 'department_officer@' + found.case.org, width: 1440, height: 900 })
  await visit(page, '/promises?tab=orders')
  await look(page)
  if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/orders1440.png', fullPage: true })
  const row = page.locator('tr', { hasText: found.order.number })
  await row.locator('[data-act=acknowledge]').click()
  await click(page, 'dialog button[type=submit]')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await row.locator('[data-act=answer]').click()
  await page.locator('#act-answer').fill('已核查，12 月 4 日前办结')
  await look(page)
  await click(page, 'dialog button[type=submit]')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await settled(page)
  assert.equal((await ask(page, '/supervision-orders/' + found.order.id)).state, 'answered')
  await page.context().close()
})

test('supervisor: accepts the answer, in English', async () => {
  const page = await open({ role: 'supervisor', width: 1440, height: 900, english: true })
  await visit(page, '/oversight?tab=orders&state=answered')
  await page.locator('tr', { hasText: found.order.number }).locator('[data-act=accept]').click()
  await look(page)
  await click(page, 'dialog button[type=submit]')
  await page.locator('dialog').waitFor({ state: 'detached' })
  assert.equal((await ask(page, '/supervision-orders/' + found.order.id)).state, 'accepted')
})

test('leader: orders from what it is about: a problem, a whistle, a case', { timeout: 200000 }, async () => {
  const page = await open({ role: 'leader', width: 1440, height: 900 })
  const problem = (await ask(page, '/problems')).items.find((one) => one.org && one.state !== 'closed')
  const whistle = (await ask(page, '/whistles')).items.find((one) => one.state !== 'closed')
  const running = (await ask(page, '/applications?limit=100')).items.find((one) => one.state === 'accepted')
  for (const [path, member, id] of [['/problems?problem=' + problem.id, 'problem_id', problem.id], ['/problems?view=whistles', 'whistle_id', whistle.id], [`/projects/${running.project.id}?application=${running.id}`, 'application_id', running.id]]) {
    await visit(page, path)
    await page.locator('[data-act=order]').first().click().catch(() => assert.fail('no button: ' + path))
    await page.locator('#act-asked').fill('请书面说明进度和办结日期')
    if (!(await page.locator('#act-org').inputValue())) {
      await page.locator('#act-org').fill(found.case.org_name)
      await page.locator('[role=option]').first().click()
    }
    await page.locator('dialog input[type=radio]').first().check()
    await look(page)
    await page.locator('dialog:last-of-type button[type=submit]').last().click()
    await page.locator('#act-asked').waitFor({ state: 'detached' })
    const order = (await ask(page, '/supervision-orders?mine=true')).items[0]
    assert.equal((await ask(page, '/supervision-orders/' + order.id))[member], id, member)
  }
  await page.context().close()
})

test('leader: what needs him without a click, an instruction in two', async () => {
  const centre = await open({ role: 'centre_coordinator' })
  const stuck = (await ask(centre, '/problems?limit=100')).items.find((one) => one.org && one.may.includes('escalate'))
  while ((await ask(centre, '/problems/' + stuck.id)).level !== 'leader') assert.equal(await act(centre, `/problems/${stuck.id}/escalate`, { reason: '两部门意见不一，请领导协调' }), 200)
  await centre.context().close()
  const page = await open({ role: 'leader' })
  await visit(page, '/cockpit')
  const need = (await ask(page, '/cockpit')).needs.find((one) => one.kind === 'problems').items.find((one) => one.id === stuck.id)
  const row = page.locator('section:has(#q-needs) li', { hasText: need.title }).first()
  assert.ok(await row.isVisible())
  page.clicks = 0
  await click(page, row.locator('[data-act=order]'))
  await page.fill('#act-asked', '请本周内现场协调，书面报告结果')
  await look(page)
  await click(page, 'dialog button[type=submit]')
  await page.locator('dialog').waitFor({ state: 'detached' })
  assert.equal(page.clicks, 2)
  const order = (await ask(page, '/supervision-orders?mine=true')).items[0]
  assert.deepEqual([order.problem_id, order.org, order.source], [need.id, need.org, 'instruction'])
  if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/cockpit1440.png', fullPage: true })
  await page.context().close()
})

test('coordinator: delegates an item to a district and takes it back', { timeout: 100000 }, async () => {
  const page = await open({ role: 'centre_coordinator', width: 1440, height: 900 })
  await visit(page, '/oversight?tab=levels')
  await page.locator('[data-act=give]').click()
  await page.locator('#act-basis').waitFor()
  await look(page)
  const pick = async (name, words) => {
    const field = page.locator('#act-' + name)
    if (await field.evaluate((one) => one.tagName) === 'SELECT') return field.selectOption({ label: words })
    await field.fill(words)
    await field.press('Enter')
  }
  const pack = await ask(page, '/pack')
  const unit = pack.orgs.find((one) => /^asc-/.test(one.id))
  const item = pack.items.find((one) => one.org === found.case.org) || pack.items.find((one) => !/^(prov|nat)-|enterprise/.test(one.org))
  await pick('item', item.name)
  await pick('district', pack.districts.find((one) => 'asc-' + one.code === unit.id).name)
  await pick('org', unit.name)
  await page.fill('#act-basis', '市政府委托下放目录（演示）')
  await page.locator('dialog button[type=submit]').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  const given = (await ask(page, '/item-delegations')).items.find((one) => one.id)
  assert.deepEqual([given.org, given.in_force], [unit.id, true])
  await look(page)
  if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/delegated1440.png', fullPage: true })
  await page.locator(`[data-row="${given.id}"] [data-act=withdraw]`).click()
  await page.fill('#act-reason', '统一办理标准')
  await page.locator('dialog button[type=submit]').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  assert.equal((await ask(page, '/item-delegations')).items.find((one) => one.id === given.id).in_force, false)
  assert.equal(await page.locator(`[data-row="${given.id}"] [data-act=withdraw]`).count(), 0, 'once')
  await page.context().close()
})

test('coordinator: what is not one district\'s alone, and what is not known', async () => {
  const page = await open({ role: 'centre_coordinator', width: 390, height: 844, touch: true })
  await visit(page, '/oversight?tab=levels')
  await look(page)
  await page.locator('#level-state').selectOption('unknown')
  await settled(page)
  const rows = (await ask(page, '/cross-level-matters?state=unknown')).items
  assert.ok(rows.length > 0)
  await page.getByText(rows[0].project.name).first().waitFor()
  await look(page)
  if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/levels390.png' })
})
