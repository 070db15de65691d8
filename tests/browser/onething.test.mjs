// Pages of what is rarer: one thing while it runs, a design change of what was granted, projects that may
// be one that was split, and what the enterprise's own pages say where nothing is owed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { account, ask, axe, click, open, overflow, rawKeys, settled, shut, visit } from './lib.mjs'

const BUNDLE = 'ot-enterprise-start'
const MEMBERS = ['biz-register', 'biz-seal', 'biz-tax', 'biz-social']
const SIZES = [{ width: 1440, height: 900 }, { width: 390, height: 844, english: true, big: true }]
const found = {}

/** As the pages do, with the token of the session. */
function tell(page, path, body) {
  return page.evaluate(async ([where, what]) => {
    const { csrf } = await (await fetch('/api/v1/session')).json()
    const headers = { 'X-CSRF-Token': csrf, 'Idempotency-Key': crypto.randomUUID(), 'Content-Type': 'application/json' }
    const answer = await fetch('/api/v1' + where, { method: 'POST', headers, body: JSON.stringify(what) })
    return { status: answer.status, ...(await answer.json()) }
  }, [path, body])
}

async function done(page, path, body) {
  const made = await tell(page, path, body)
  assert.equal(made.status, 200, path + ' ' + JSON.stringify(made))
  return made
}

async function sound(page, where) {
  const wide = await overflow(page)
  const faults = [...await axe(page), ...page.faults, ...(await rawKeys(page)).map((key) => 'key shown: ' + key), ...(wide > 0 ? [`${wide} pixels too wide`] : [])]
  assert.deepEqual(faults, [], where)
  if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/${where.replace(/\W+/g, '-')}.png` })
}

async function toast(page, pattern) {
  await page.waitForFunction((text) => new RegExp(text).test(document.querySelector('.toasts')?.textContent || ''), pattern.source)
}

before(async () => {
  const page = await open({ role: 'enterprise4' })
  found.project = (await ask(page, '/projects')).items[0].id
  const made = await done(page, `/projects/${found.project}/intakes`, { items: MEMBERS, bundle: BUNDLE })
  found.intake = made.id
  found.register = made.applications.find((one) => one.code === 'biz-register').id
  await page.context().close()
})
after(shut)

test('one thing: who leads, members in their order with their states, what was left out, on each size', async () => {
  for (const size of SIZES) {
    const page = await open({ role: 'enterprise4', ...size })
    await visit(page, '/intakes/' + found.intake)
    const card = page.locator('[data-one-thing]')
    await card.waitFor()
    assert.equal(await card.locator('ol > li').count(), MEMBERS.length)
    if (!size.english) assert.match(await card.innerText(), /牵头单位：.*市场监[\s\S]*办理中|办理中[\s\S]*牵头单位：/)
    await sound(page, 'one thing ' + size.width)
    await page.context().close()
  }
})

test('a design change: reported in 4 presses at the granted case, seen by the unit', async () => {
  const desk = await open({ role: 'department_officer@scjg' })
  for (const [act, body] of [['receive', {}], ['accept', {}], ['decide', { result: 'granted' }]]) await done(desk, `/applications/${found.register}/${act}`, body)
  await desk.context().close()
  const page = await open({ role: 'enterprise4' })
  await visit(page, `/projects/${found.project}?application=${found.register}`)
  await click(page, '[data-part="changes"] > summary')
  await click(page, '[data-cp="change"]')
  await page.fill('#act-what', '主要产品由一种增加为两种，生产线布置相应调整，占地和建筑面积不变')
  await sound(page, 'change dialog')
  await click(page, 'dialog >> nth=-1 >> .dialog__foot button[type=submit]')
  await toast(page, /已报告/)
  assert.ok(page.clicks <= 4, `${page.clicks} clicks`)
  await page.locator('[data-part="changes"] li', { hasText: '主要产品由一种增加为两种' }).waitFor()
  const rows = (await ask(page, `/applications/${found.register}/changes`)).items
  assert.deepEqual(rows.map((one) => one.what.slice(0, 4)), ['主要产品'])
  await sound(page, 'change listed')
  await page.context().close()
})

test('one thing: all that is open is withdrawn with one reason, what was granted stays', async () => {
  const page = await open({ role: 'enterprise4' })
  await visit(page, '/intakes/' + found.intake)
  await click(page, '[data-act="withdraw-all"]')
  await page.fill('#act-reason', '企业调整安排')
  await click(page, 'dialog >> nth=-1 >> .dialog__foot button[type=submit]')
  await toast(page, /已撤回 3 项/)
  await page.locator('[data-one-thing]', { hasText: '部分准予' }).waitFor()
  assert.equal(await page.locator('[data-act="withdraw-all"]').count(), 0, 'nothing is left to withdraw')
  await page.context().close()
})

test('possibly one project: the evidence is shown, a person judges with a reason', async () => {
  const officer = await open({ role: 'promotion_officer' })
  const district = account('promotion_officer').district || '350100'
  const ids = []
  for (const part of ['一', '二']) {
    const lead = await done(officer, '/leads', { name: `名称很长的新型显示材料生产基地建设项目（拆分样例${part}期）`, enterprise: '某某新材料有限公司', district, total_investment_wanyuan: '26000' })
    await done(officer, `/projects/${lead.id}/screening`, {})
    ids.push(lead.id)
  }
  await officer.context().close()
  for (const size of SIZES.slice().reverse()) {
    const page = await open({ role: 'centre_coordinator', ...size })
    await visit(page, `/projects/${ids[0]}?tab=about`)
    await page.locator('[data-split]').waitFor()
    await sound(page, 'split ' + size.width)
    if (!size.english) {
      page.clicks = 0
      await click(page, '[data-act="judge-split"]')
      await click(page, 'dialog .choice >> nth=1')
      await page.fill('#act-reason', '两期各自立项、分别投产')
      await sound(page, 'split dialog')
      await click(page, 'dialog .dialog__foot button[type=submit]')
      await toast(page, /已认定/)
      assert.ok(page.clicks <= 3, `${page.clicks} clicks`)
      await page.locator('[data-split] .tag', { hasText: '真实分期' }).waitFor()
      const suspects = (await ask(page, `/projects/${ids[0]}/split-suspects`)).suspects
      assert.deepEqual(suspects.filter((one) => one.id === ids[1]).map((one) => one.verdict), ['phases'])
    }
    await page.context().close()
  }
})

test('materials: where nothing is owed it is said, and where to go', async () => {
  const page = await open({ role: 'enterprise4', width: 390, height: 844, touch: true })
  await visit(page, '/enterprise/upload?project=' + found.project)
  const owed = (await ask(page, '/home-enterprise')).projects.find((one) => one.id === found.project).asks.filter((one) => one.action?.kind === 'application' && one.action.application_id)
  const card = page.locator('[data-owed]')
  assert.equal(await card.locator('li a').count(), owed.length)
  if (!owed.length) assert.match(await card.innerText(), /现在没有要您交的材料/)
  await settled(page)
  await sound(page, 'upload')
  await page.context().close()
})
