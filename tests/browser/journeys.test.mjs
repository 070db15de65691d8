// One journey a role, as a person would go, with the clicks counted: typing is free, going about is
// not. The budgets are those of the design; each journey leaves its traces for the next.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { account, ask, base, click, has, open, settled, shut, signIn, visit } from './lib.mjs'

const found = {}

/** A case that waits for acceptance in a unit we can play, in a project whose enterprise we can play. */
async function look() {
  const page = await open({ role: 'centre_coordinator' })
  const list = async (path) => (await ask(page, path))?.items || []
  const waiting = [...await list('/applications?state=received'), ...await list('/applications?state=submitted')]
  found.case = waiting.find((one) => has('department_officer@' + one.org))
  found.project = await ask(page, '/projects/' + found.case.project.id)
  found.officer = 'department_officer@' + found.case.org
  found.red = (await list('/applications?light=red'))[0]
  found.listed = (await list('/projects?stage=listed'))[0]
  found.lead = (await list('/projects?stage=screened'))[0] || (await list('/projects?stage=lead'))[0]
  found.raised = (await list('/problems?state=raised'))[0]
  await page.context().close()
  found.enterprise = await enterpriseOf(found.project.id)
}

/** Which of the enterprises owns the project; a database may have several. */
async function enterpriseOf(project) {
  const page = await open({ role: 'enterprise' })
  const home = await ask(page, '/home-enterprise')
  await page.context().close()
  return home?.projects.some((one) => one.id === project) ? 'enterprise' : null
}

before(look)
after(shut)

async function toast(page, pattern) {
  await page.waitForFunction((text) => new RegExp(text).test(document.querySelector('.toasts')?.textContent || ''), pattern.source, { timeout: 15000 })
}

function within(page, budget, what) {
  assert.ok(page.clicks <= budget, `${what}: ${page.clicks} clicks, ${budget} allowed`)
  assert.deepEqual(page.faults, [])
  page.clicks = 0
}

test('department: what is red or yellow shows without a click; supplement with standard reasons in 4', async () => {
  const page = await open({ role: found.officer })
  assert.ok(await page.locator('.count').first().isVisible())
  assert.ok(await page.locator('.table .light').first().isVisible())
  if (found.case.state === 'submitted') {
    await click(page, `[data-row="${found.case.id}"] [data-act="receive"]`)
    await toast(page, /收件/)
    await settled(page)
    page.clicks = 0
  }
  await click(page, '#app-' + found.case.id)
  await click(page, 'dialog [data-act="supplement"]')
  await click(page, '#act-reasons .choice')
  await page.fill('#act-note', '请补充盖章页')
  await page.locator('.letter', { hasText: '请补充盖章页' }).waitFor()
  await click(page, '.dialog__foot button[type=submit]')
  await toast(page, /告知/)
  within(page, 4, 'supplement')
  await page.context().close()
})

test('enterprise on a phone: what I owe in 0 clicks, hand it in from the camera in 3', async (t) => {
  if (!found.enterprise) return t.skip('no account of this enterprise')
  const page = await open({ role: 'enterprise', width: 390, height: 844, touch: true })
  await visit(page, '/enterprise?project=' + found.project.id)
  const owed = page.locator('.ent__ask', { hasText: /补正|补|材料/ }).first()
  await owed.waitFor()
  assert.ok(await page.locator('.timeline li').first().isVisible())
  await click(page, owed.locator('[data-ask]'))
  await page.waitForURL(/enterprise\/upload/)
  await settled(page)
  page.clicks++
  await page.setInputFiles('.upload__input[capture]', { name: '盖章页.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') })
  await page.locator('.upload__file').waitFor()
  await click(page, 'main form button[type=submit]')
  await toast(page, /补正材料已提交|已提交/)
  within(page, 3, 'hand in')
  await page.waitForURL(/\/enterprise(\?|$)/)
  await page.context().close()
})

test('department: accepts a complete case in 2', async () => {
  const page = await open({ role: found.officer })
  await visit(page, '/queue')
  await click(page, '#app-' + found.case.id)
  await click(page, 'dialog [data-act="accept"]')
  await toast(page, /受理/)
  within(page, 2, 'accept')
  await page.context().close()
})

test('department: by keys alone', async () => {
  const page = await open({ role: found.officer })
  await visit(page, '/queue')
  await page.keyboard.press('j')
  assert.ok(await page.locator('tr.marked').count())
  await page.keyboard.press('Enter')
  await page.locator('dialog[open]').waitFor()
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => !document.querySelector('dialog[open]'))
  assert.ok(await page.evaluate(() => document.activeElement.classList.contains('app__open')), 'the focus comes back to the row')
  assert.equal(page.clicks, 0)
  await page.context().close()
})

test('navigator: acts on the most urgent item in 1, reminds once more after being asked', async () => {
  const page = await open({ role: 'navigator' })
  const row = page.locator('.todo').filter({ has: page.locator('[data-do]', { hasText: '催办' }) }).first()
  await click(page, row.locator('[data-do]'))
  await page.locator('[data-undo]').waitFor()
  within(page, 1, 'remind')
  await page.click('[data-undo]')
  await page.locator('[data-undo]').waitFor({ state: 'detached' })
  page.clicks = 0
  await click(page, row.locator('[data-do]'))
  await toast(page, /已催办/)
  within(page, 1, 'remind')
  assert.equal((await ask(page, '/workbench')).waiting.filter((one) => one.reminded).length, 1, 'what was undone was not sent')
  const waiting = page.locator('#waiting li').filter({ hasText: /已催/ }).first()
  await waiting.waitFor()
  await click(page, waiting.locator('[data-remind]'))
  assert.match(await waiting.innerText(), /今天已经催过/)
  await click(page, waiting.locator('[data-remind]'))
  await toast(page, /已催办/)
  within(page, 2, 'second reminder')
  page.clicks = 0
  await click(page, page.locator('#waiting [data-verified]').first())
  await page.locator('#waiting li', { hasText: '✓ 今日已核' }).first().waitFor()
  within(page, 1, 'verified today')
  page.clicks = 0
  await click(page, page.locator('#waiting [data-climb]').first())
  await page.locator('#act-said').waitFor()
  assert.match(await page.locator('dialog').innerText(), /吹哨/)
  within(page, 1, 'carry up')
  await page.context().close()
})

test('navigator: reminds again tomorrow in 2', async () => {
  const page = await open({ role: 'navigator' })
  const row = page.locator('.todo').first()
  await click(page, row.locator('summary'))
  await click(page, row.locator('.later__sheet button').first())
  await toast(page, /提醒/)
  within(page, 2, 'bring forward')
  await page.context().close()
})

test('navigator: registers a project after a telephone call, 2 and a form; the draft outlives the page', async () => {
  const page = await open({ role: 'navigator' })
  const name = '示例精密部件项目 ' + Date.now().toString(36)
  await click(page, '.head a[href="/leads/new"]')
  await settled(page)
  await page.fill('#lead-name', name)
  await page.fill('#lead-enterprise', '示例新材料有限公司')
  await page.waitForFunction(() => /草稿已保存/.test(document.querySelector('.head')?.textContent || ''), undefined, { timeout: 10000 })
  await page.reload()
  await settled(page)
  await page.waitForFunction((text) => document.querySelector('#lead-name')?.value === text, name)
  await page.selectOption('#lead-industry_direction', { index: 1 })
  await page.selectOption('#lead-district', found.project.district)
  await page.fill('#lead-total_investment_wanyuan', '52800')
  await page.fill('#lead-contact', '项目联系人 0591-00000000')
  await page.fill('#lead-source', '企业来电')
  await click(page, 'main form button[type=submit]')
  await toast(page, /已登记/)
  await page.waitForURL(/\/workbench/)
  within(page, 2, 'register')
  await page.context().close()
})

test('promotion officer: screens, reads why, decides in 2', async (t) => {
  if (!found.lead) return t.skip('no lead')
  const page = await open({ role: 'promotion_officer' })
  await visit(page, `/projects/${found.lead.id}/screening`)
  assert.ok(await page.locator('.criterion').count() > 3)
  page.clicks = 0
  await page.fill('#adm-reason', '信息不足，先暂缓')
  await click(page, '#adm-decision .choice >> nth=1')
  await page.fill('#adm-until', '2027-03-31')
  await click(page, '.card:has(#adm-decision) button[type=submit]')
  await toast(page, /准入决定/)
  within(page, 2, 'admission')
  await page.context().close()
})

test('coordinator: assigns unit and deadline in 3', async () => {
  const raise = await open({ role: 'navigator' })
  await visit(raise, `/projects/${found.project.id}?act=problem`)
  await raise.fill('#act-title', '临时用水接驳点未定')
  await raise.selectOption('#act-category', { index: 1 })
  await raise.fill('#act-description', '影响进场')
  await raise.click('.dialog__foot button[type=submit]')
  await toast(raise, /提出问题.*已办/)
  await raise.context().close()
  const page = await open({ role: 'centre_coordinator' })
  await visit(page, '/problems')
  await click(page, page.locator('.board__column').first().locator('.board__title', { hasText: '临时用水接驳点未定' }).last())
  await click(page, 'dialog [data-act="assign"]')
  await page.locator('#act-owner').fill('自然资源')
  await page.locator('#act-owner').press('Enter')
  assert.match(await page.inputValue('#act-owner'), /自然资源/)
  await page.fill('#act-measures', '现场踏勘后确定接驳点')
  await page.fill('#act-due_on', '2027-01-15')
  await click(page, page.locator('dialog').last().locator('.dialog__foot button[type=submit]'))
  await toast(page, /已下达责任/)
  within(page, 3, 'assign')
  await page.context().close()
})

test('leader: knows without a click; from a red number to its case in 2', async (t) => {
  const page = await open({ role: 'leader' })
  assert.ok(await page.locator('#q-needs').isVisible())
  if (!found.red) return t.skip('nothing red')
  await click(page, '.kpi--red')
  await settled(page)
  await click(page, '.app__open')
  await page.locator('dialog[open] h2').waitFor()
  within(page, 2, 'red number to case')
  await page.context().close()
})

test('supervisor: proves that a record was not changed in 2', async () => {
  const page = await open({ role: 'supervisor' })
  const history = await ask(page, `/projects/${found.project.id}/history?limit=1`)
  const code = history.items[0].receipt
  await click(page, '.nav a[href="/receipt"]')
  await page.waitForURL(/\/receipt/)
  const field = page.locator('input[type=text], input:not([type])').first()
  if (await field.count()) {
    await field.fill(code)
    await click(page, 'form button, form input[type=submit]')
    await page.waitForLoadState('load')
  }
  assert.match(await page.locator('body').innerText(), /真实|未被|未改|genuine/i)
  assert.ok(page.clicks <= 2)
  await page.context().close()
})

test('anybody: checks a receipt without signing in in 1', async () => {
  const inside = await open({ role: 'supervisor' })
  const code = (await ask(inside, `/projects/${found.project.id}/history?limit=1`)).items[0].receipt
  await inside.context().close()
  const page = await open()
  await visit(page, '/')
  await page.fill('#open-receipt', code)
  await click(page, 'form:has(#open-receipt) button')
  await page.waitForURL(/\/receipt/)
  assert.match(await page.locator('body').innerText(), /真实|未被|未改|genuine/i)
  within(page, 1, 'receipt')
  await page.context().close()
})

test('signing in: a wrong password is told at the form; the address is kept; signing out ends it', async () => {
  const page = await open()
  await visit(page, '/projects/' + found.project.id)
  assert.match(page.url(), /next=/)
  await page.fill('#login', account('navigator').login)
  await page.fill('#password', 'not the password')
  await page.press('#password', 'Enter')
  await page.locator('.summary').waitFor()
  assert.equal(await page.inputValue('#login'), account('navigator').login)
  await signIn(page, 'navigator')
  assert.equal(new URL(page.url()).pathname, '/projects/' + found.project.id)
  await page.locator('.top__menu summary').click()
  await page.getByText('退出登录').click()
  await page.waitForURL(base + '/')
  // The refused password is itself told to the console by the browser.
  assert.deepEqual(page.faults.filter((fault) => !/status of 401/.test(fault)), [])
  await page.context().close()
})
