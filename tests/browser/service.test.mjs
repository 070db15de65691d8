// A project's service: the agreement signed by both, the logbook with what the enterprise reads, its people; held to
// click budgets, axe and the telephone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, axe, click, open, overflow, rawKeys, shut, visit } from './lib.mjs'

const found = {}
const SUBMIT = 'dialog >> nth=-1 >> .dialog__foot button[type=submit]'

async function sound(page, where) {
  const wide = await overflow(page)
  const faults = [...await axe(page), ...page.faults, ...(await rawKeys(page)).map((key) => 'key shown: ' + key), ...(wide > 0 ? [`${wide} pixels too wide`] : [])]
  assert.deepEqual(faults, [], where)
}

async function tab(page) {
  await visit(page, `/projects/${found.project}?tab=service`)
  await page.locator('h2', { hasText: /代办协议|Agreement/ }).waitFor()
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
    await click(page, '[data-svc="log"]')
    await click(page, 'dialog .choice >> nth=0')
    await page.fill('#act-words', words)
    await click(page, `dialog .choice >> nth=${4 + shown}`)
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
  await click(page, '[data-svc="draft"]')
  await click(page, 'dialog .choice >> nth=0')
  await click(page, SUBMIT)
  await page.locator('[data-svc="sign"]').waitFor()
  page.clicks = 0
  await click(page, '[data-svc="sign"]')
  await page.locator('[data-svc="sign"]').waitFor({ state: 'detached' })
  assert.equal(page.clicks, 1)
  await page.context().close()
  const theirs = await open({ role: 'enterprise' })
  await tab(theirs)
  await click(theirs, '[data-svc="sign"]')
  await theirs.locator('[data-svc="sign"]').waitFor({ state: 'detached' })
  assert.equal(theirs.clicks, 1)
  const rows = (await ask(theirs, `/projects/${found.project}/agencies`)).items
  assert.deepEqual(rows.map((one) => one.state), ['in_force', 'replaced'])
  await theirs.context().close()
})
