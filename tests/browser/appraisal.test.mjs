// The annual appraisal (年度考评) on its pages: the city's results with their intervals, the parts of one with their rows; the unit reads its own, objects in a
// form drawn from the server's fields; a supervisor decides. Desktop and telephone, Chinese and English, axe.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, has, open, settled, shut, sound, visit } from './lib.mjs'

const SAID = '其中一件因区域停电顺延，依据停电通知不应计入本单位用时，请对照明细核对每一件的起止日期后重新计算，并在结果中写明不计入的理由。'
after(shut)

async function looked(page, where) {
  await sound(page, where)
  if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/appraisal-${where.replace(/ /g, '-')}.png`, fullPage: true })
}

const drawn = async (page) => (await ask(page, '/appraisals')).items.find((one) => one.who === 'department')

test('the city reads what each came to, the parts of one and their rows', async () => {
  const page = await open({ role: 'centre_coordinator' })
  await visit(page, '/ratings')
  const { id } = await drawn(page)
  await page.locator(`a[href="/appraisals/${id}"]`).click()
  await settled(page)
  const { items } = await ask(page, '/appraisals/' + id)
  assert.ok(items.length > 1)
  assert.equal(await page.locator(`main a[href^="/appraisals/${id}?result="]`).count(), items.length)
  await looked(page, 'all 1440')
  await visit(page, `/appraisals/${id}?result=${items[0].id}`)
  const parts = (await ask(page, '/appraisal-results/' + items[0].id)).items
  const counted = parts.find((one) => one.rows > 0 && one.rows_at.startsWith('/indicators/'))
  await page.locator(`[data-row="${counted.part}"] a`).click()
  await page.locator('#ind-rows').waitFor()
  await settled(page)
  assert.equal(await page.locator('[aria-labelledby=ind-rows] tbody tr').count(), counted.rows)
  await looked(page, 'parts 1440')
  await page.context().close()
})

test('a unit objects on the telephone, a supervisor decides, and the result is a new version', async () => {
  const centre = await open({ role: 'centre_coordinator' })
  const { id } = await drawn(centre)
  const one = (await ask(centre, '/appraisals/' + id)).items.find((each) => has('department_officer@' + each.key))
  await centre.context().close()
  const unit = await open({ role: 'department_officer@' + one.key, width: 390, height: 844, touch: true })
  await visit(unit, '/appraisals/' + id)
  assert.equal(await unit.locator(`main a[href^="/appraisals/${id}?result="]`).count(), 1)
  await unit.locator('[data-act=object]').first().click()
  await unit.fill('#act-said', SAID)
  await looked(unit, 'objecting 390')
  await unit.locator('dialog[open] [type=submit]').click()
  await unit.locator('dialog[open]').waitFor({ state: 'detached' })
  await settled(unit)
  await looked(unit, 'objected 390')
  await unit.context().close()
  const watch = await open({ role: 'supervisor', english: true })
  await visit(watch, '/appraisals/' + id)
  await watch.locator('[data-act=decide]').first().click()
  await watch.locator('dialog[open] [value=recounted]').check()
  await watch.fill('#act-reason', '已核对明细')
  await looked(watch, 'deciding 1440 en')
  await watch.locator('dialog[open] [type=submit]').click()
  await watch.locator('dialog[open]').waitFor({ state: 'detached' })
  await settled(watch)
  assert.equal((await ask(watch, '/appraisal-results/' + one.id)).version, 2)
  assert.doesNotMatch(await watch.locator('main').innerText(), /appraisal\.|\{/)
  await watch.context().close()
})
