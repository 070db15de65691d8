// Promises: the text is read whole and signed on the telephone, the checker finds it on its desk, what
// fails is said with its consequence; nobody meets a text that differs from what was kept.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, axe, click, open, overflow, settled, shut, visit } from './lib.mjs'

const found = {}

/** As the pages do, with the token of the session. */
function tell(page, path, body) {
  return page.evaluate(async ([where, what]) => {
    const { csrf } = await (await fetch('/api/v1/session')).json()
    const answer = await fetch('/api/v1' + where, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf, 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify(what) })
    return answer.status
  }, [path, body])
}

before(async () => {
  const page = await open({ role: 'enterprise' })
  found.project = (await ask(page, '/projects')).items[0].id
  const rows = (await ask(page, `/applications?project=${found.project}&limit=100`)).items
  found.drain = rows.find((row) => row.code === 'drain-permit').id
  assert.equal(await tell(page, `/projects/${found.project}/facts`, { facts: { credit_restricted: false, commitment_items: ['drain-permit'] } }), 200)
  await page.context().close()
})
after(shut)

test('enterprise: reads the whole text and signs it on the telephone in 4', async () => {
  const page = await open({ role: 'enterprise', width: 390, height: 844, touch: true, big: true })
  await visit(page, `/projects/${found.project}?application=${found.drain}`)
  await page.locator('[data-act=commit]').waitFor()
  await click(page, '[data-act=commit]')
  const [offer] = (await ask(page, `/applications/${found.drain}/commitments`)).offers
  await page.locator('[data-act=sign]').waitFor()
  const shown = await page.locator('dialog, [role=dialog]').last().innerText()
  assert.ok(shown.includes(offer.text.promise) && shown.includes(offer.text.liability) && shown.includes(offer.legal_basis))
  if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/sign-phone.png' })
  await click(page, '[data-act=sign]')
  await page.locator('#promise-agree-error').waitFor()
  assert.equal((await ask(page, `/applications/${found.drain}/commitments`)).items.length, 0, 'who has not agreed has not signed')
  assert.deepEqual(await axe(page), [])
  await click(page, 'input[aria-describedby=promise-agree-error]')
  await click(page, '[data-act=sign]')
  await page.locator('[data-act=sign]').waitFor({ state: 'detached' })
  const [kept] = (await ask(page, `/applications/${found.drain}/commitments`)).items
  assert.equal((await ask(page, `/commitments/${kept.id}`)).text.digest, offer.text.digest)
  assert.ok(page.clicks <= 4)
  assert.ok(await overflow(page) <= 0)
  assert.deepEqual(page.faults, [])
  found.commitment = kept.id
  await page.context().close()
})

test('checker: finds it on the desk, and a failure asks what was found and what follows', async () => {
  const page = await open({ role: 'department_officer@cg' })
  await visit(page, '/promises')
  await page.locator('[data-act=check]').waitFor()
  if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/desk.png' })
  assert.deepEqual([...await axe(page), ...page.faults], [])
  await click(page, '[data-act=check]')
  await page.locator('input[type=radio][value=failed]').check()
  await page.locator('textarea').first().fill('排水口未设检查井')
  await page.locator('select').selectOption('rectify')
  if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/check.png' })
  await page.locator('dialog button[type=submit]').click()
  await settled(page)
  await page.waitForFunction(() => document.body.innerText.includes('限期整改'))
  assert.equal((await ask(page, `/commitments/${found.commitment}`)).commitment.state, 'rectifying')
  await page.context().close()
})

test('each list of the page is clean, also narrow and in large type', async () => {
  for (const look of [{ width: 1440 }, { width: 390, height: 844 }, { width: 320, height: 700, big: true, english: true }]) {
    const page = await open({ role: 'navigator', ...look })
    await visit(page, '/promises')
    for (const tab of await page.locator('[role=tab]').all()) {
      await tab.click()
      await settled(page)
      assert.ok(await overflow(page) <= 0, JSON.stringify(look))
      assert.deepEqual([...await axe(page), ...page.faults], [], JSON.stringify(look))
    }
    await page.context().close()
  }
})
