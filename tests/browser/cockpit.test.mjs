// The cockpit: each role's own question first, every figure one press from its projects and two from a case, thirteen tiles that are no map, with a table
// that says the same; an instruction from a tile; live; the wall screen; desktop and telephone, Chinese and English, axe.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { act, ask, click, open, settled, shut, sound, visit } from './lib.mjs'

after(shut)

async function shot(page, name) {
  if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/cockpit-${name}.png`, fullPage: true })
}

for (const [name, options] of [['1440', {}], ['390', { width: 390, height: 844, touch: true }], ['1440-en', { english: true }]]) {
  test(`three questions, thirteen tiles and their table, ${name}`, async () => {
    const page = await open({ role: 'leader', ...options })
    const before = await ask(page, '/cockpit')
    await visit(page, '/cockpit')
    const seen = await ask(page, '/cockpit')
    assert.deepEqual(await page.locator('main h2').evaluateAll((all) => all.map((one) => one.id)).then((ids) => ids.filter((id) => id.startsWith('q-'))), seen.questions.map((one) => 'q-' + one))
    assert.equal(await page.locator('.tile').count(), 13)
    const places = await page.locator('.tile').evaluateAll((all) => all.map((one) => `${Math.round(one.getBoundingClientRect().left)} ${Math.round(one.getBoundingClientRect().top)}`))
    assert.equal(new Set(places).size, 13, 'each in a place of its own')
    for (const one of seen.stuck.districts) {
      const link = `a[href$="district=${one.code}"]`
      assert.match(await page.locator('.tile ' + link).innerText(), new RegExp(`\\b${one.projects}\\b`))
      assert.equal(await page.locator(`tbody tr:has(${link}) td`).evaluateAll((all) => all.map((each) => each.textContent).join()), `${one.projects},${one.late},${one.days_lost}`, 'the table says the same')
    }
    const shown = (await page.locator('main').innerText()).match(/\d{4}-\d\d-\d\d \d\d:\d\d/)[0]
    assert.ok(before.as_of <= shown && shown <= seen.as_of, `the moment stands there: ${shown}`)
    await sound(page, `cockpit ${name}`)
    await shot(page, name)
    await page.context().close()
  })
}

test('a department begins with its orders, investment promotion with how it does', async () => {
  for (const role of ['department_officer', 'promotion_officer']) {
    const page = await open({ role })
    await visit(page, '/cockpit')
    const { questions } = await ask(page, '/cockpit')
    assert.equal(await page.locator('main h2').first().getAttribute('id'), 'q-' + questions[0])
    await sound(page, role)
    await page.context().close()
  }
})

test('one press from a tile to its projects, two to a project', async () => {
  const page = await open({ role: 'leader' })
  await visit(page, '/cockpit')
  const { stuck } = await ask(page, '/cockpit')
  const district = stuck.districts.find((one) => one.late)
  await click(page, page.locator('.tile', { hasText: district.name }).locator('a'))
  await page.waitForURL(/stuck=late/)
  await settled(page)
  assert.equal(await page.locator('tbody tr').count(), district.late)
  await sound(page, 'rows of a tile')
  await click(page, 'tbody th a')
  await page.waitForURL(/\/projects\/\d+$/)
  assert.equal(page.clicks, 2)
  await visit(page, '/cockpit')
  page.clicks = 0
  const unit = stuck.units[0]
  await click(page, page.locator('table', { hasText: unit.name }).first().locator('tr', { hasText: unit.name }).locator('td a'))
  await page.waitForURL(/waits=/)
  await settled(page)
  assert.equal(await page.locator('tbody tr').count(), unit.late, 'those that wait for the unit')
  await page.context().close()
})

test('an instruction from a tile, in the dialog of orders', async () => {
  const page = await open({ role: 'leader' })
  await visit(page, '/cockpit')
  await click(page, page.locator('.tile [data-act=order]').first())
  await page.locator('dialog[open]').waitFor()
  await settled(page)
  await sound(page, 'the dialog')
  await page.context().close()
})

test('the wall screen shows all of it, asks nothing, and follows what happens', async () => {
  const page = await open({ role: 'leader', width: 1920, height: 1080 })
  await visit(page, '/cockpit')
  await page.click('#wall')
  await page.waitForURL(/wall=1/)
  assert.equal(await page.locator('.wall [inert]').count(), 1)
  assert.equal(await page.locator('.wall [data-act=order]:visible').count(), 0)
  await sound(page, 'wall')
  await shot(page, 'wall')
  const before = (await ask(page, '/cockpit')).needs.find((one) => one.kind === 'problems').count
  const centre = await open({ role: 'centre_coordinator' })
  const stuck = (await ask(centre, '/problems?limit=100')).items.find((one) => one.level !== 'leader' && one.may.includes('escalate'))
  while ((await ask(centre, '/problems/' + stuck.id)).level !== 'leader') assert.equal(await act(centre, `/problems/${stuck.id}/escalate`, { reason: '请领导协调' }), 200)
  await page.waitForFunction((count) => [...document.querySelectorAll('.wall h3')].some((one) => one.textContent.trim().endsWith(' ' + count)), before + 1)
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => !document.querySelector('.wall'))
  await centre.context().close()
  await page.context().close()
})
