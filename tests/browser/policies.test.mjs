// Policies (政策匹配): an enterprise sees what it gets, what it is short of and by how much; a fact that lacks is said
// on the card; why not is one click away. Desktop and telephone, Chinese and English, axe.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, click, open, shut, sound, visit } from './lib.mjs'

const found = {}
after(shut)

async function shot(page, name) {
  if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/policies-${name.replace(/ /g, '-')}.png`, fullPage: true })
}

before(async () => {
  const page = await open({ role: 'enterprise' })
  found.project = (await ask(page, '/projects')).items[0].id
  await page.context().close()
})

test('a fact that lacks is said on the card of the policy, and counts at once', async () => {
  const page = await open({ role: 'enterprise', width: 390, height: 844, touch: true })
  await visit(page, '/enterprise')
  await click(page, 'nav a[href="/policies"]')
  await page.locator('[data-policy]').first().waitFor()
  const before = await ask(page, `/projects/${found.project}/policies`)
  const line = before.items.find((one) => one.missing.some((name) => ['bool', 'number'].includes(before.fields.find((field) => field.field === name).type)))
  const name = line.missing.slice(0, 4).find((one) => ['bool', 'number'].includes(before.fields.find((field) => field.field === one).type)) || line.missing[0]
  const field = before.fields.find((one) => one.field === name)
  await click(page, `[data-policy="${line.id}"] [data-ask="${name}"]`)
  if (field.type === 'bool') await page.locator('[role=dialog] input[type=radio], dialog input[type=radio]').first().check()
  else await page.locator('[role=dialog] input, dialog input').first().fill('12')
  await sound(page, 'saying a fact')
  await click(page, '[role=dialog] .btn--main, dialog .btn--main')
  await page.waitForFunction(([policy, one]) => !document.querySelector(`[data-policy="${policy}"] [data-ask="${one}"]`), [line.id, name])
  assert.equal((await ask(page, `/projects/${found.project}/policies`)).version, before.version + 1)
  await page.context().close()
})

for (const [name, options] of [['1440', {}], ['390', { width: 390, height: 844, touch: true }], ['390 in English', { width: 390, height: 844, touch: true, english: true }], ['1440 in English', { english: true }]]) {
  test(`why a policy is not met is one click away, ${name}`, async () => {
    const page = await open({ role: 'enterprise', ...options })
    await visit(page, `/projects/${found.project}/policies`)
    await page.locator('[data-policy]').first().waitFor()
    await sound(page, 'policies ' + name)
    await shot(page, name)
    await click(page, '[data-group=not_met]')
    await page.locator('[data-policy] summary').first().waitFor()
    const shown = await page.locator('[data-policy]').count()
    assert.equal(shown, (await ask(page, `/projects/${found.project}/policies`)).counts.not_met, 'the filter shows those that are not met')
    await click(page, '[data-policy] summary >> nth=0')
    await page.locator('[data-policy] details .why__no').first().waitFor()
    await sound(page, 'why not ' + name)
    await shot(page, name + ' why')
    await page.context().close()
  })
}

test('a navigator comes to the policies from the page of the project', async () => {
  const page = await open({ role: 'navigator' })
  const mine = (await ask(page, '/projects')).items[0].id
  await visit(page, `/projects/${mine}?tab=about`)
  await click(page, `a[href="/projects/${mine}/policies"]`)
  await page.locator('[data-policy]').first().waitFor()
  await sound(page, 'policies of a navigator')
  await page.context().close()
})

test('a result that is wrong is disputed in two clicks, reaches the unit that the data name, and its answer the enterprise', async () => {
  const page = await open({ role: 'enterprise', width: 390, height: 844, touch: true })
  await visit(page, '/policies')
  const more = page.locator('button.no-print', { hasText: '再看' })
  while (!await page.locator('[data-policy="C01"]').count()) await more.click()
  page.clicks = 0
  await click(page, '[data-policy="C01"] [data-act=doubt]')
  await page.locator('dialog .btn--main').waitFor()
  await sound(page, 'doubting')
  await click(page, 'dialog .btn--main')
  await page.waitForFunction(() => !document.querySelector('dialog[open]'))
  assert.equal(page.clicks, 2)
  const made = (await ask(page, '/requests')).items.find((one) => one.policy === 'C01')
  assert.equal(made.org, 'gxj', 'the first issuer has it')
  await visit(page, '/requests')
  assert.match(await page.textContent(`[data-row="${made.id}"]`), /首位发文机关/)
  await sound(page, 'requests of an enterprise')
  await shot(page, 'requests')
  await page.context().close()

  const desk = await open({ role: 'department_officer@gxj' })
  await visit(desk, '/requests')
  await click(desk, `[data-row="${made.id}"] [data-act=take]`)
  await click(desk, `[data-row="${made.id}"] [data-act=answer]`)
  assert.equal(await desk.locator('dialog input[type=radio]').count(), 3, 'upheld, rejected, corrected')
  await desk.locator('dialog input[type=radio]').nth(1).check()
  await desk.locator('dialog textarea').fill('按上一自然年度的设备投资计算，维持原判断。'.repeat(8))
  await sound(desk, 'answering')
  await click(desk, 'dialog .btn--main')
  await desk.waitForFunction(() => !document.querySelector('dialog[open]'))
  await sound(desk, 'requests of a department')
  await shot(desk, 'requests desk')
  await desk.context().close()

  const again = await open({ role: 'enterprise', english: true })
  await visit(again, '/requests')
  assert.match(await again.textContent(`[data-row="${made.id}"]`), /rejected.*按上一自然年度/)
  await sound(again, 'requests in English')
  await click(again, `[data-row="${made.id}"] [data-act=close]`)
  await again.waitForFunction((id) => !document.querySelector(`[data-row="${id}"] [data-act=close]`), made.id)
  await click(again, '[data-act=ask]')
  await again.locator('dialog [role=radio], dialog input').first().waitFor()
  await sound(again, 'asking for a service')
  await shot(again, 'asking')
  await again.context().close()
})
