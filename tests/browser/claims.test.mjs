// A claim (申领) on its pages: the enterprise applies, the unit asks for a correction, two of it review and decide, the first
// instalment is paid; what is not known says so. Desktop and telephone, Chinese and English, axe.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { account, ask, base, click, open, settled, shut, sound, visit } from './lib.mjs'

const UNIT = 'department_officer@gxj'
const SECOND = { login: 'claims-second', password: 'Claims-second-26' }
const LONG = '企业已列入第三轮第一批重点“小巨人”企业推进名单，入选文件编号、推进计划和投资预算已随附，推进计划投资总额二千一百万元，其中设备投入一千四百万元。'
const found = {}
after(shut)

function tell(page, path, body) {
  return page.evaluate(async ([where, what]) => {
    const { csrf } = await (await fetch('/api/v1/session')).json()
    const answer = await fetch('/api/v1' + where, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf, 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify(what) })
    return answer.json()
  }, [path, body])
}

async function looked(page, where) {
  await sound(page, where)
  if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/claims-${where.replace(/ /g, '-')}.png`, fullPage: true })
}

async function send(page) {
  await click(page, '[role=dialog] .btn--main, dialog .btn--main')
  await page.locator('dialog[open], [role=dialog]').waitFor({ state: 'detached' })
  await settled(page)
}

const state = async (page) => (await ask(page, '/claims/' + found.id)).state

async function second() {
  const page = await open()
  await page.goto(base + '/')
  await page.fill('#login', SECOND.login)
  await page.fill('#password', SECOND.password)
  await page.press('#password', 'Enter')
  await page.waitForURL((url) => url.pathname !== '/')
  await settled(page)
  return page
}

before(async () => {
  const admin = await open({ role: 'sysadmin' })
  const { id } = await tell(admin, '/accounts', { ...SECOND, name: '工信经办二（演示）' })
  const security = await open({ role: 'secadmin' })
  const { district } = account(UNIT)
  await tell(security, `/accounts/${id}/posts`, { role: 'department_officer', org: 'gxj', district: district || '350100' })
  await admin.context().close()
  await security.context().close()
})

test('the enterprise claims on the telephone what its policy gives', async () => {
  const page = await open({ role: 'enterprise', width: 390, height: 844, touch: true })
  await visit(page, '/enterprise')
  await click(page, 'a[href="/claims"]')
  await settled(page)
  await looked(page, 'none 390')
  await click(page, '[data-act=apply]')
  await page.locator('#act-policy').click()
  await page.locator('#act-policy-list [role=option]', { hasText: '小巨人' }).first().click()
  await page.fill('#act-amount', '30.000001')
  await page.fill('#act-told', LONG)
  await looked(page, 'applying 390')
  await send(page)
  const [made] = (await ask(page, '/claims')).items
  found.id = made.id
  assert.deepEqual([made.state, made.asked], ['submitted', '30.000001'])
  await page.locator(`[data-row="${made.id}"] a`).click()
  await page.waitForURL('**/claims/' + made.id)
  await settled(page)
  assert.match(await page.locator('main').innerText(), /第三轮第一批重点/)
  await looked(page, 'one 390')
  await page.context().close()
})

test('the unit finds it on its desk and asks for a correction, which the enterprise makes', async () => {
  const page = await open({ role: UNIT })
  await visit(page, '/queue')
  await click(page, 'nav a[href="/claims"]')
  await settled(page)
  await page.getByRole('tab', { name: '待部门办理' }).click()
  await page.locator(`[data-row="${found.id}"] a`).click()
  await page.waitForURL('**/claims/' + found.id)
  await settled(page)
  await page.locator('details summary', { hasText: '条件核对' }).click()
  await page.locator('details .rule li').first().waitFor()
  await looked(page, 'unit 1440')
  await click(page, '[data-act=ask_correction]')
  await page.fill('#act-reason', '请补入选文件')
  await send(page)
  const own = await open({ role: 'enterprise' })
  await visit(own, '/claims/' + found.id)
  assert.match(await own.locator('main').innerText(), /请补入选文件/)
  await click(own, '[data-act=correct]')
  await own.fill('#act-told', '已补入选文件')
  await send(own)
  assert.equal(await state(own), 'submitted')
  await own.context().close()
  await page.context().close()
})

test('one reviews, another decides, and the instalment is paid', async () => {
  const page = await open({ role: UNIT })
  await visit(page, '/claims/' + found.id)
  await click(page, '[data-act=accept]')
  await send(page)
  await click(page, '[data-act=review]')
  await page.locator('[role=dialog] input[value=yes], dialog input[value=yes]').check()
  await page.fill('#act-reason', '符合条件')
  await send(page)
  assert.equal(await page.locator('[data-act=decide]').count(), 0, 'who reviewed does not decide')
  const other = await second()
  await visit(other, '/claims/' + found.id)
  await click(other, '[data-act=decide]')
  await other.locator('[role=dialog] input[value=yes], dialog input[value=yes]').check()
  await other.fill('#act-reason', '予以支持')
  await send(other)
  assert.equal(await state(other), 'approved')
  const { today } = await ask(other, '/session')
  await looked(other, 'granted 1440')
  await click(other, '[data-row=payment1] [data-act=pay]')
  await other.fill('#act-paid_on', today)
  await other.fill('#act-reference', 'ZF-2026-1')
  await send(other)
  assert.match(await other.locator('[data-row=payment1]').innerText(), /ZF-2026-1/)
  const one = await ask(other, '/claims/' + found.id)
  assert.deepEqual([one.granted, one.paid], ['30.000001', '15.000001'])
  await other.context().close()
  await page.context().close()
})

for (const [name, options] of [['390', { width: 390, height: 844, touch: true }], ['390 in English', { width: 390, height: 844, touch: true, english: true }], ['1440 in English', { english: true }]]) {
  test(`the enterprise sees what was granted and paid, ${name}`, async () => {
    const page = await open({ role: 'enterprise', ...options })
    await visit(page, '/claims/' + found.id)
    await page.locator('[data-row=payment2]').waitFor()
    assert.equal(await page.locator('[data-row] button').count(), 0, 'what the unit does is not offered')
    await page.locator('main details summary').first().click()
    await page.locator('details .rule li').first().waitFor()
    assert.equal(await page.locator('details .rule button').count(), 0, 'what was claimed is read here, facts are said elsewhere')
    await looked(page, 'paid ' + name)
    await visit(page, '/claims')
    await looked(page, 'list ' + name)
    await page.context().close()
  })
}
