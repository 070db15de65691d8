// Ratings (好差评) on their pages: the enterprise rates a finished case in two presses, from its page and on the telephone; a window types a slip in;
// the unit reads no name; supervisors look a rater up and propose to strike. Desktop and telephone, Chinese and English, axe.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { account, act, ask, click, has, open, settled, shut, sound, visit } from './lib.mjs'

const LONG = '窗口说明与办事指南不一致，先后三次要求补充同一份材料，每次都要重新打印、盖章、送到大厅，希望一次性告知全部要求并写明依据的条款。'
const found = {}
after(shut)

async function looked(page, where) {
  await sound(page, where)
  if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/ratings-${where.replace(/ /g, '-')}.png`, fullPage: true })
}

/** The page of a case is a drawer of its own: only the form goes. */
async function send(page) {
  const form = page.locator('dialog[open]:has(form)').last()
  await click(page, form.locator('[type=submit]'))
  await form.locator('[type=submit]').waitFor({ state: 'detached' })
  await settled(page)
}

const mine = async (page) => (await ask(page, '/ratings/mine')).items

/** Two cases of the enterprise are decided by their units. */
before(async () => {
  const enterprise = await open({ role: 'enterprise' })
  const cases = (await ask(enterprise, '/applications?limit=100')).items
  found.cases = []
  for (const one of cases) {
    const who = 'department_officer@' + one.org
    if (found.cases.length === 2 || !has(who)) continue
    const unit = await open({ role: who })
    for (const step of ['receive', 'accept']) await act(unit, `/applications/${one.id}/${step}`, {})
    const status = await act(unit, `/applications/${one.id}/decide`, { result: 'refused', reason: '不符合条件', basis: '行政许可法第三十八条' })
    if (status === 200) found.cases.push(one)
    await unit.context().close()
  }
  assert.equal(found.cases.length, 2)
  await enterprise.context().close()
})

test('the enterprise rates from the page of the case, in two presses', async () => {
  const page = await open({ role: 'enterprise' })
  const [one] = found.cases
  await visit(page, `/projects/${one.project.id}?application=${one.id}`)
  const row = page.locator(`[data-row="${one.id}"]`, { has: page.locator('[data-act=give]') })
  assert.equal(await row.locator('[data-act=give]').count(), 5)
  await row.locator('[data-act=give]').nth(3).click()
  await settled(page)
  await looked(page, 'asking 1440')
  await page.fill('#act-said', LONG)
  await send(page)
  const rated = (await mine(page)).find((due) => due.application_id === one.id)
  assert.deepEqual([rated.rating.said, rated.rating.low], [LONG, true])
  await looked(page, 'rated 1440')
  await page.context().close()
})

test('and on the telephone, from its list', async () => {
  const page = await open({ role: 'enterprise', width: 390, height: 844, touch: true })
  await visit(page, '/enterprise')
  await click(page, 'a[href="/ratings"]')
  await settled(page)
  await looked(page, 'mine 390')
  await page.locator(`[data-row="${found.cases[1].id}"] [data-act=give]`).first().click()
  await settled(page)
  await looked(page, 'asking 390')
  await send(page)
  assert.ok((await mine(page)).find((due) => due.application_id === found.cases[1].id).rating)
  await page.context().close()
})

test('a supervisor looks up who rated, on record, and proposes to strike it', async () => {
  const page = await open({ role: 'supervisor' })
  await visit(page, '/ratings')
  const [one] = (await ask(page, '/ratings?of=low')).items
  const row = page.locator(`[data-row="${one.id}"]`, { has: page.locator('[data-act=open]') })
  const { name } = account('enterprise')
  assert.ok(!(await page.locator('main').innerText()).includes(name))
  await row.locator('[data-act=open]').click()
  await page.fill('#act-reason', '企业来电核实')
  await send(page)
  assert.match(await page.locator(`[data-row="${one.id}"]`).innerText(), new RegExp(name.replace(/[()（）]/g, '.')))
  await page.locator(`[data-row="${one.id}"] [data-act=strike]`).click()
  await page.fill('#act-reason', '企业说明评错了办件')
  await send(page)
  assert.equal((await ask(page, '/ratings?of=strike_asked')).items.length, 1)
  await looked(page, 'supervisor 1440')
  await page.context().close()
})

test('the unit reads figures and no name; English is complete', async () => {
  const page = await open({ role: 'department_officer@' + found.cases[0].org, english: true })
  await visit(page, '/ratings')
  const text = await page.locator('main').innerText()
  assert.ok(!text.includes(account('enterprise').name))
  assert.doesNotMatch(text, /rating\.|\{/)
  await looked(page, 'unit 1440 en')
  await page.context().close()
})

test('a window types a slip of paper in for a visit to its desk', async () => {
  const page = await open({ role: 'window' })
  const [desk] = (await ask(page, '/hall/desk')).desks
  const enterprise = await open({ role: 'enterprise' })
  const [project] = (await ask(enterprise, '/projects?limit=1')).items
  await enterprise.context().close()
  await act(page, '/hall/look-ups', { code: project.number, desk: desk.id })
  await act(page, `/projects/${project.id}/hall-visits`, { desk: desk.id, purpose: 'consult' })
  await visit(page, `/desk?project=${project.id}`)
  await page.locator('[data-act=note]').first().click()
  await settled(page)
  await looked(page, 'slip 1440')
  await send(page)
  assert.equal((await ask(page, `/projects/${project.id}/slips`)).items.length, 0)
  await page.context().close()
})
