// The whole way through the pages: a lead becomes a listed project, is handed over, gets a navigator,
// facts and a plan; a plan is confirmed, items are applied for, a case is decided and delivered; a
// problem is solved, verified and closed. Each hand does its part in its own window.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { account, ask, has, open, settled, shut, visit } from './lib.mjs'

after(shut)

const name = '走查精密陶瓷项目 ' + Date.now().toString(36)
let id = 0

async function toast(page, pattern) {
  await page.waitForFunction((text) => new RegExp(text).test(document.querySelector('.toasts')?.textContent || ''), pattern.source)
}

async function submit(page, pattern) {
  await page.locator('dialog').last().locator('.dialog__foot button[type=submit]').click()
  await toast(page, pattern)
}

async function as(role, work) {
  const page = await open({ role })
  await work(page)
  assert.deepEqual(page.faults, [])
  await page.context().close()
}

test('promotion officer: registers, completes, records the screening, enters on the list, hands over', () => as('promotion_officer', async (page) => {
  await visit(page, '/leads/new')
  await page.fill('#lead-name', name)
  await page.fill('#lead-enterprise', '走查示例企业')
  await page.selectOption('#lead-industry_direction', { index: 1 })
  await page.selectOption('#lead-district', { label: '长乐区' })
  await page.fill('#lead-total_investment_wanyuan', '6200000000000000000000')
  await page.fill('#lead-source', '招商活动')
  await page.click('main form button[type=submit]')
  await page.locator('.summary').waitFor()
  assert.ok(await page.locator('#lead-total_investment_wanyuan-error').isVisible(), 'the refusal stands at its field')
  page.faults.length = 0
  await page.fill('#lead-total_investment_wanyuan', '62000.5')
  await page.click('main form button[type=submit]')
  await page.waitForURL(/\/projects\/\d+\/screening/)
  id = Number(/projects\/(\d+)/.exec(page.url())[1])
  await settled(page)
  const yes = page.locator('.card:has(#lf-plan_conform) .field label.choice:has-text("是")')
  await page.locator('#lf-plan_conform label.choice', { hasText: /^是$/ }).click()
  assert.ok(await yes.count())
  await page.getByRole('button', { name: '补充这些信息' }).click()
  await toast(page, /信息已补充/)
  await settled(page)
  await page.getByRole('button', { name: '记录研判结果' }).click()
  await toast(page, /研判结果已记录/)
  await settled(page)
  await page.locator('#adm-decision .choice').first().click()
  await page.fill('#adm-reason', '符合必备标准')
  await page.getByRole('button', { name: '提交准入决定' }).click()
  await toast(page, /准入决定已记录/)
  await visit(page, `/projects/${id}?act=handover`)
  await page.fill('#act-note', '企业关注用电报装')
  await submit(page, /已移交/)
}))

test('coordinator: acknowledges, assigns a navigator', () => as('centre_coordinator', async (page) => {
  await visit(page, `/projects/${id}?act=acknowledge`)
  await submit(page, /已签收/)
  await visit(page, `/projects/${id}?act=navigator`)
  await page.locator('#act-account_id .choice').first().click()
  await submit(page, /已指派/)
}))

test('coordinator: completes facts and adopts a plan; the version goes up', () => as('centre_coordinator', async (page) => {
  await visit(page, `/projects/${id}/facts`)
  const first = page.locator('ol.rule > li').filter({ has: page.locator('input[type=radio]') }).first()
  await first.locator('.choice').first().click()
  await page.getByRole('button', { name: '保存项目情况' }).click()
  await toast(page, /已保存 1 项/)
  await visit(page, `/projects/${id}/plan`)
  await page.locator('.plans__day').waitFor()
  await page.getByRole('button', { name: '采纳这个方案' }).click()
  await toast(page, /方案已采纳/)
  await page.locator('.light--yellow', { hasText: '待企业确认' }).waitFor()
}))

test('enterprise: confirms the plan that waits for it', async (t) => {
  if (!has('enterprise')) return t.skip('no enterprise')
  await as('enterprise', async (one) => {
    const home = await ask(one, '/home-enterprise')
    const waiting = home.projects.find((project) => project.stage === 'served')
    if (!waiting) return
    await visit(one, `/projects/${waiting.id}/plan`)
    await one.getByRole('button', { name: '确认这个方案' }).click()
    await toast(one, /方案已确认/)
  })
})

test('navigator: applies for several items at once and records a milestone', async () => {
  const page = await open({ role: 'navigator' })
  const projects = (await ask(page, '/projects?stage=under_way')).items
  let applied = false
  for (const project of projects) {
    const ready = (await ask(page, `/projects/${project.id}/ready`)).items
    if (!ready.length) continue
    // The whole way through the form is walked in window.test.mjs.
    await visit(page, `/projects/${project.id}/intake`)
    assert.ok(await page.locator('#in-items .choice').count())
    applied = true
  }
  await visit(page, `/projects/${projects[0].id}?act=milestone`)
  assert.ok(await page.locator('#act-milestone .choice').count())
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => !document.querySelector('dialog[open]'))
  assert.ok(!/act=/.test(page.url()))
  assert.deepEqual(page.faults, [])
  await page.context().close()
  return applied
})

test('department: decides and delivers; a refusal without a reason is sent back to its field', async () => {
  const coordinator = await open({ role: 'centre_coordinator' })
  const items = (await ask(coordinator, '/applications?state=accepted')).items
  await coordinator.context().close()
  const row = items.find((one) => has('department_officer@' + one.org))
  const page = await open({ role: 'department_officer@' + row.org })
  await visit(page, '/queue?application=' + row.id)
  await page.click('dialog [data-act="decide"]')
  await page.locator('#act-result .choice').last().click()
  await page.locator('dialog').last().locator('.dialog__foot button[type=submit]').click()
  await page.locator('dialog .summary').waitFor()
  page.faults.length = 0
  await page.locator('#act-result .choice').first().click()
  await page.fill('#act-document', '走查文书〔2026〕1号')
  await submit(page, /已办结/)
  await page.click('dialog [data-act="deliver"]')
  await page.locator('#act-way .choice').first().click()
  await submit(page, /已送达/)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a problem: raised by the navigator, assigned, solved by the unit, verified, closed', async (t) => {
  let number = 0
  const title = '走查问题 ' + Date.now().toString(36)
  await as('navigator', async (page) => {
    const project = (await ask(page, '/projects?stage=under_way')).items[0]
    await visit(page, `/projects/${project.id}?tab=problems&act=problem`)
    await page.fill('#act-title', title)
    await page.selectOption('#act-category', { index: 2 })
    await page.fill('#act-description', '走查')
    await submit(page, /提出问题.*已办/)
    number = (await ask(page, '/problems?q=' + encodeURIComponent(title))).items[0].id
  })
  const unit = account('department_officer').org
  if (!unit) return t.skip('the accounts name no unit')
  await as('centre_coordinator', async (page) => {
    await visit(page, '/problems?problem=' + number)
    await page.click('dialog [data-act="assign"]')
    const orgs = (await ask(page, '/pack')).orgs
    await page.locator('#act-owner').fill(orgs.find((one) => one.id === unit).name)
    await page.locator('#act-owner').press('Enter')
    await page.fill('#act-measures', '限期解决')
    await page.fill('#act-due_on', '2027-01-15')
    await submit(page, /已下达责任/)
  })
  await as('department_officer@' + unit, async (page) => {
    await visit(page, '/problems?problem=' + number)
    await page.click('dialog [data-act="solve"]')
    await page.fill('#act-solution', '已经解决')
    await page.selectOption('#act-cause', { index: 1 })
    await page.fill('#act-done_on', (await ask(page, '/session')).today)
    await page.setInputFiles('.upload__input[multiple]', { name: '佐证.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') })
    await submit(page, /已报告解决/)
  })
  await as('centre_coordinator', async (page) => {
    const detail = await ask(page, '/problems/' + number)
    if (!detail.may.includes('verify')) return
    await visit(page, '/problems?problem=' + number)
    await page.click('dialog [data-act="verify"]')
    await page.fill('#act-note', '现场核实')
    await submit(page, /已验证/)
  })
  await as('navigator', async (page) => {
    const detail = await ask(page, '/problems/' + number)
    assert.ok(detail.may.includes('confirm'), `may: ${detail.may} turn: ${JSON.stringify(detail.turn)}`)
    await visit(page, '/problems?problem=' + number)
    await page.click('dialog [data-act="confirm"]')
    await submit(page, /已销号/)
  })
})

test('administrators: an account, a post, a token, and each only his part', async () => {
  const login = 'walk' + Date.now().toString(36)
  await as('system_admin', async (page) => {
    await visit(page, '/accounts')
    await page.click('#account-new')
    await page.fill('#act-login', login)
    await page.fill('#act-name', '走查账号')
    await page.fill('#act-password', 'Correct-horse-7-battery')
    await submit(page, /账号已建立/)
    assert.equal(await page.getByRole('button', { name: /^授权岗位/ }).count(), 0)
  })
  await as('security_admin', async (page) => {
    await visit(page, '/accounts')
    const row = page.locator('tr', { hasText: login })
    await row.getByRole('button', { name: /授权岗位/ }).click()
    await page.selectOption('#act-role', 'supervisor')
    await page.selectOption('#act-district', { index: 1 })
    await submit(page, /岗位已授权/)
    await row.getByRole('button', { name: /发放令牌/ }).click()
    await page.fill('#act-name', '对接系统')
    await page.locator('#act-post .choice').first().click()
    await page.fill('#act-days', '30')
    await page.locator('dialog').last().locator('.dialog__foot button[type=submit]').click()
    await page.locator('.admin__token').waitFor()
  })
  await as('audit_admin', async (page) => {
    await visit(page, '/audit')
    assert.ok(await page.locator('tbody tr').count() > 3)
  })
})
