// By which ways to production: routes compared, one for a date, one chosen, looked at and adopted with
// its reason; what is shown is what the server worked out.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, axe, click, open, overflow, settled, shut, visit } from './lib.mjs'

const found = {}

before(async () => {
  const page = await open({ role: 'navigator' })
  found.project = (await ask(page, '/projects?stage=served')).items[0] || (await ask(page, '/projects?stage=under_way')).items[0]
  found.today = (await ask(page, '/session')).today
  found.routes = await ask(page, `/projects/${found.project.id}/routes?start=${found.today}`)
  await page.context().close()
})
after(shut)

const path = (query = '') => `/projects/${found.project.id}/plan?start=${found.today}${query}`
const idsOf = (route) => route.variants.map((one) => one.id)

test('every route is a column with the figures of the server, the proven one says so', async () => {
  const page = await open({ role: 'navigator' })
  await visit(page, path())
  await page.locator('.routes__table').waitFor()
  const row = async (name) => (await page.locator('.routes__table tbody tr', { hasText: name }).locator('td').allInnerTexts()).map((text) => text.trim())
  assert.deepEqual(await row('投产日期'), found.routes.routes.map((one) => one.production))
  assert.deepEqual((await row('风险分')).map(Number), found.routes.routes.map((one) => one.risk))
  const marks = await page.locator('.routes__table .light--green').allInnerTexts()
  assert.deepEqual(marks, [found.routes.best.optimal ? '最早（已证明）' : '已知最早（未证明）'])
  const used = new Set(found.routes.routes.flatMap(idsOf))
  for (const way of found.routes.variants.filter((one) => used.has(one.id))) {
    const line = page.locator('.routes__table tbody tr', { has: page.locator('th', { hasText: way.name }) }).first()
    assert.ok((await line.innerText()).includes(way.legal_basis), way.id)
    assert.equal(await line.locator('td', { hasText: '●' }).count(), found.routes.routes.filter((one) => idsOf(one).includes(way.id)).length, way.id)
  }
  assert.deepEqual([...await axe(page), ...page.faults], [])
  await page.context().close()
})

test('a date nobody can keep is said to be impossible, with the nearest one', async () => {
  for (const width of [1440, 390]) {
    const page = await open({ role: 'navigator', width, height: 844 })
    await visit(page, path())
    await page.fill('#routes-by', found.today)
    await page.locator('#routes-by').dispatchEvent('change')
    await page.locator('.routes__by.notice--yellow').waitFor()
    const answer = await ask(page, `/projects/${found.project.id}/routes?start=${found.today}&by=${found.today}`)
    assert.equal(answer.by.met, false)
    assert.match(await page.locator('.routes__by').innerText(), answer.by.optimal ? /证明做不到/ : /未证明不存在/)
    assert.ok(await overflow(page) <= 0)
    assert.deepEqual([...await axe(page), ...page.faults], [])
    await page.context().close()
  }
})

test('a way that is not open says why, one that depends on an answer says what to ask', async () => {
  const page = await open({ role: 'navigator' })
  await visit(page, path())
  await page.locator('.routes__others').waitFor()
  for (const summary of await page.locator('.routes__others summary').all()) await summary.click()
  const said = await page.locator('.routes__others').innerText()
  for (const way of found.routes.variants) {
    for (const one of way.status === 'closed' ? way.failed : []) assert.ok(said.includes(one.reason), one.reason)
    for (const one of way.status === 'unknown' ? way.ask : []) assert.ok(said.includes(one.question), one.question)
  }
  assert.deepEqual([...await axe(page), ...page.faults], [])
  await page.context().close()
})

test('an address with ways that are no route adopts nothing', async () => {
  const page = await open({ role: 'navigator' })
  await visit(page, path('&route=no-such-way'))
  await page.locator('.routes [role=alert]').waitFor()
  assert.ok(await page.locator('[data-adopt]').isDisabled())
  await page.context().close()
})

test('navigator: chooses a route and adopts it with its reason in 3; without a reason it is sent back', async () => {
  const page = await open({ role: 'navigator' })
  await visit(page, path())
  const route = found.routes.routes.find((one) => one.variants.length)
  await click(page, page.locator('.routes__pick input').nth(found.routes.routes.indexOf(route)))
  await page.waitForURL((url) => (url.searchParams.get('route') || '').split(',').length === route.variants.length)
  await settled(page)
  assert.equal((await page.locator('.plans__day').innerText()).trim(), route.production)
  await click(page, '[data-adopt]')
  await page.locator('.summary').waitFor()
  assert.ok(await page.locator('#plan-note-error').isVisible())
  await page.fill('#plan-note', '企业希望少跑，愿意承担承诺的后果')
  await click(page, '[data-adopt]')
  await page.waitForFunction(() => /方案已采纳/.test(document.querySelector('.toasts')?.textContent || ''))
  assert.ok(page.clicks <= 3, `${page.clicks} clicks`)
  const plan = (await ask(page, `/projects/${found.project.id}/plans`)).items.reduce((a, b) => (a.number > b.number ? a : b))
  assert.deepEqual(plan.route.map((one) => one.id).sort(), idsOf(route).sort())
  await page.locator('.plans__ways li').first().waitFor()
  const said = await page.locator('.plans__ways').first().innerText()
  for (const way of plan.route) assert.ok(said.includes(way.name), way.name)
  assert.ok((await page.locator('main').innerText()).includes('企业希望少跑，愿意承担承诺的后果'))
  assert.deepEqual([...await axe(page), ...page.faults], [])
  await page.context().close()
})
