// A project's service: the agreement signed by both, the logbook with what the enterprise reads, its people; held to
// click budgets, axe and the telephone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, click, open, shut, sound, visit } from './lib.mjs'

const found = {}
const SUBMIT = 'dialog >> nth=-1 >> .dialog__foot button[type=submit]'

async function tab(page) {
  await visit(page, `/projects/${found.project}?tab=service`)
  await page.locator('h2', { hasText: /代办协议|agreement/i }).waitFor()
  page.clicks = 0
}

before(async () => {
  const page = await open({ role: 'enterprise' })
  found.project = (await ask(page, '/projects')).items[0].id
  await page.context().close()
})
after(shut)

test('the logbook: an entry in 5 presses, and the enterprise reads only what is shown', async () => {
  const page = await open({ role: 'navigator' })
  await tab(page)
  for (const [words, shown] of [['供水方案已与水司对接', 0], ['资金到位情况待核', 1]]) {
    await click(page, '[data-act="add"]')
    await click(page, '#act-kind .choice >> nth=0')
    await page.fill('#act-words', words)
    await click(page, `#act-shown .choice >> nth=${shown}`)
    await sound(page, 'log dialog')
    await click(page, SUBMIT)
    await page.locator('li', { hasText: words }).waitFor()
    assert.ok(page.clicks <= 5, `${page.clicks} clicks`)
    page.clicks = 0
  }
  await sound(page, 'service of the navigator')
  await page.context().close()
  const theirs = await open({ role: 'enterprise', width: 390, height: 844, english: true, big: true })
  await tab(theirs)
  await theirs.locator('li', { hasText: '供水方案已与水司对接' }).waitFor()
  assert.equal(await theirs.locator('li', { hasText: '资金到位情况待核' }).count(), 0, 'what is not shown is not there')
  await sound(theirs, 'service of the enterprise, telephone')
  await theirs.context().close()
})

test('the agreement: a change is drafted, and each side signs in 1', async () => {
  const page = await open({ role: 'navigator' })
  await tab(page)
  await click(page, '[data-act="draft"]')
  await click(page, '#act-stages .choice >> nth=0')
  await click(page, SUBMIT)
  await page.locator('[data-act="sign"]').waitFor()
  page.clicks = 0
  await click(page, '[data-act="sign"]')
  await page.locator('[data-act="sign"]').waitFor({ state: 'detached' })
  assert.equal(page.clicks, 1)
  await page.context().close()
  const theirs = await open({ role: 'enterprise' })
  await tab(theirs)
  await click(theirs, '[data-act="sign"]')
  await theirs.locator('[data-act="sign"]').waitFor({ state: 'detached' })
  assert.equal(theirs.clicks, 1)
  const rows = (await ask(theirs, `/projects/${found.project}/agencies`)).items
  assert.deepEqual(rows.map((one) => one.state), ['in_force', 'replaced'])
  await theirs.context().close()
})

test('the enterprise lets a window submit for it, and takes that back', async () => {
  const page = await open({ role: 'enterprise', width: 390, height: 844 })
  await tab(page)
  await click(page, '[data-act="agree"]')
  await page.locator('#act-desk').waitFor()
  if (await page.locator('#act-desk input').count()) await click(page, '#act-desk .choice >> nth=0')
  else await page.selectOption('#act-desk', { index: 1 })
  await page.fill('#act-until', new Date(Date.now() + 30 * 86400000).toISOString().slice(0, 10))
  await sound(page, 'agreeing on the telephone')
  await click(page, SUBMIT)
  const section = page.locator('section', { has: page.locator('h2', { hasText: '授权' }) })
  await section.locator('[data-act="end"]').waitFor()
  assert.ok(page.clicks <= 4, `${page.clicks} clicks`)
  const rows = (await ask(page, `/projects/${found.project}/representations`)).items
  assert.ok(rows.some((one) => one.holds))
  await section.locator('[data-act="end"]').click()
  await page.fill('#act-reason', '改由代办员提交')
  await page.click(SUBMIT)
  await section.locator('[data-act="end"]').waitFor({ state: 'detached' })
  await page.context().close()
})

test('team, reminder and another name: each from the page, with the range shown', async () => {
  const page = await open({ role: 'navigator' })
  await tab(page)
  const team = page.locator('section', { has: page.locator('h2', { hasText: '项目团队' }) })
  await team.locator('[data-act="join"]').click()
  await page.fill('#act-account_id', '')
  await page.click('#act-account_id')
  await page.locator('#act-account_id-list [role=option]').first().click()
  if (await page.locator('#act-role .choice').count()) await page.click('#act-role .choice >> nth=0')
  else await page.selectOption('#act-role', { index: 1 })
  await sound(page, 'joining')
  await page.click(SUBMIT)
  await team.locator('[data-act="leave"]').first().waitFor()
  await page.locator('section', { has: page.locator('h2', { hasText: '沿革' }) }).locator('[data-act="rename"]').click()
  await page.fill('#act-scope', '一期年产两万台,二期另行申报')
  await page.fill('#act-reason', '企业调整了建设规模')
  await page.click(SUBMIT)
  await page.locator('[data-row]', { hasText: '一期年产两万台' }).waitFor()
  await click(page, '[data-act="set"]')
  await page.fill('#act-on', new Date(Date.now() + 9 * 86400000).toISOString().slice(0, 10))
  await page.fill('#act-note', '再问供电方案')
  await page.click(SUBMIT)
  await page.locator('[data-row]', { hasText: '再问供电方案' }).locator('[data-act="done"]').click()
  await page.locator('[data-row]', { hasText: '再问供电方案' }).waitFor({ state: 'detached' })
  await sound(page, 'the service page')
  await page.context().close()
})

test('two levels: the city takes a project over and hands it down, the district accepts, each in 3 presses', async () => {
  const city = await open({ role: 'centre_coordinator', width: 1440, height: 900 })
  const theirs = await open({ role: 'district_coordinator', width: 390, height: 844, touch: true, english: true })
  const project = (await ask(theirs, '/projects?stage=under_way')).items[0].id
  const act = async (page, name, words) => {
    await visit(page, `/projects/${project}?tab=service`)
    page.clicks = 0
    await click(page, `[data-act="${name}"]`)
    await page.fill(name === 'accept' ? '#act-note' : '#act-reason', words)
    await sound(page, name)
    await click(page, SUBMIT)
    await page.locator('dialog').waitFor({ state: 'detached' })
    assert.ok(page.clicks <= 3, `${name}: ${page.clicks} clicks`)
  }
  await act(city, 'take_over', '一条管线跨两个区，需要市级统筹水保、消防、用地三家意见')
  await city.locator('.project__tags', { hasText: '市级统筹' }).waitFor()
  if (process.env.SHOTS) await city.screenshot({ path: process.env.SHOTS + '/coordination1440.png', fullPage: true })
  await act(city, 'hand_down', '跨区事项已协调完毕')
  await visit(city, '/oversight?tab=levels&state=offered')
  await city.locator(`a[href$="/projects/${project}"]`).first().waitFor()
  await sound(city, 'hand-downs that wait')
  await act(theirs, 'accept', '已核对')
  assert.equal((await ask(city, '/projects/' + project)).coordinated_by, 'district')
  await visit(theirs, `/projects/${project}?tab=service`)
  await sound(theirs, 'both acts, telephone')
  if (process.env.SHOTS) await theirs.screenshot({ path: process.env.SHOTS + '/coordination390.png', fullPage: true })
  await city.context().close()
  await theirs.context().close()
})
