// Two people at once: what one does the other sees, nothing jumps away under a hand, and nobody's
// words are lost when both were about to do the same.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { act, ask, has, open, shut, visit } from './lib.mjs'

const SEEN_WITHIN_MS = 2000
const found = {}

before(async () => {
  const page = await open({ role: 'centre_coordinator' })
  const items = (await ask(page, '/applications?state=accepted')).items
  found.case = items.find((one) => has('department_officer@' + one.org))
  found.officer = 'department_officer@' + found.case.org
  found.category = (await ask(page, '/problems?limit=1')).items[0].category
  await page.context().close()
})
after(shut)

test('what the department does shows on the navigator’s page within two seconds, and the focus stays', async () => {
  const watcher = await open({ role: 'centre_coordinator' })
  await visit(watcher, `/applications?q=${encodeURIComponent(found.case.number)}`)
  const button = watcher.locator('#app-' + found.case.id)
  await button.focus()
  assert.match(await watcher.locator('.nav__line').innerText(), /实时/)
  const officer = await open({ role: found.officer })
  assert.equal(await act(officer, `/applications/${found.case.id}/special-start`, { name: '专家评审', days: 10, noticed_on: (await ask(officer, '/session')).today, reason: '需要专家论证' }), 200)
  const started = Date.now()
  await watcher.waitForFunction((id) => /特别程序/.test(document.querySelector(`[data-row="${id}"]`)?.textContent || ''), found.case.id, { timeout: SEEN_WITHIN_MS + 500 })
  assert.ok(Date.now() - started <= SEEN_WITHIN_MS)
  assert.equal(await watcher.evaluate(() => document.activeElement.id), 'app-' + found.case.id)
  assert.deepEqual(watcher.faults, [])
  await watcher.context().close()
  await officer.context().close()
})

/** What one does shows in the other's list within the budget, without a press and without the page being loaded anew. */
async function seenLive(watcher, actor, path, body, words) {
  await watcher.evaluate(() => { window.stays = true })
  assert.equal(await watcher.getByText(words).count(), 0)
  assert.equal(await act(actor, path, body), 200)
  const begun = Date.now()
  await watcher.getByText(words).first().waitFor({ timeout: SEEN_WITHIN_MS + 500 })
  assert.ok(Date.now() - begun <= SEEN_WITHIN_MS, `${Date.now() - begun} ms`)
  assert.ok(await watcher.evaluate(() => window.stays), 'the page was not loaded anew')
  assert.deepEqual([...watcher.faults, ...actor.faults], [])
}

test('a question noted at one desk shows in the list of the other within two seconds', async () => {
  const watcher = await open({ role: 'centre_coordinator' })
  await visit(watcher, '/service?tab=enquiries')
  await watcher.locator('[data-act="open"]').waitFor()
  const navigator = await open({ role: 'navigator' })
  await seenLive(watcher, navigator, '/enquiries', { subject: '标准厂房能否先租后批', question: '企业问先租厂房再办环评是否可以' }, '标准厂房能否先租后批')
  await watcher.context().close()
  await navigator.context().close()
})

test('a problem that the enterprise raises shows on the coordinator’s board within two seconds', async () => {
  const enterprise = await open({ role: 'enterprise', width: 390, height: 844, touch: true })
  const project = (await ask(enterprise, '/projects')).items[0]
  const watcher = await open({ role: 'centre_coordinator' })
  await visit(watcher, '/problems')
  await watcher.locator('.board__column').first().waitFor()
  await seenLive(watcher, enterprise, `/projects/${project.id}/problems`, { title: '临时便道被占用', category: found.category, description: '车辆进不了场' }, '临时便道被占用')
  await watcher.context().close()
  await enterprise.context().close()
})

test('workbench: a row changes as another acts, within two seconds, and the focus stays in it', async () => {
  const watcher = await open({ role: 'navigator' })
  await visit(watcher, '/workbench')
  const line = (await ask(watcher, '/workbench')).waiting[0]
  const row = watcher.locator('#waiting li').first()
  await row.locator('[data-climb]').focus()
  const before = await row.innerText()
  const actor = await open({ role: 'centre_coordinator' })
  await watcher.evaluate(() => { window.stays = true })
  assert.equal(await act(actor, `/applications/${line.application_id}/remind`, {}), 200)
  const begun = Date.now()
  await watcher.waitForFunction((old) => document.querySelector('#waiting li').innerText !== old, before, { timeout: SEEN_WITHIN_MS + 500 })
  assert.ok(Date.now() - begun <= SEEN_WITHIN_MS, `${Date.now() - begun} ms`)
  assert.match(await row.innerText(), /已催/)
  assert.ok(await watcher.evaluate(() => window.stays && document.activeElement.closest('#waiting li') === document.querySelector('#waiting li')), 'the focus stays')
  assert.deepEqual(watcher.faults, [])
  await watcher.context().close()
  await actor.context().close()
})

test('two people decide at once: the second sees both versions and keeps what he typed', async () => {
  const other = await open({ role: found.officer })
  assert.equal(await act(other, `/applications/${found.case.id}/special-end`, {}), 200)
  const page = await open({ role: found.officer })
  await visit(page, '/queue?application=' + found.case.id)
  await page.click('dialog [data-act="decide"]')
  await page.locator('#act-result .choice').last().click()
  await page.fill('#act-reason', '我写的理由不能丢')
  await page.fill('#act-basis', '行政许可法第三十八条')
  // Meanwhile, in another window, the same case moves on.
  assert.equal(await act(other, `/applications/${found.case.id}/verified`, {}), 200)
  await page.waitForTimeout(800)
  await page.locator('dialog').last().locator('button[type=submit]').click()
  await page.locator('.conflict').waitFor()
  assert.equal(await page.inputValue('#act-reason'), '我写的理由不能丢')
  assert.match(await page.locator('.conflict').innerText(), /第 \d+ 版/)
  await page.locator('.conflict .btn--main').click()
  await page.waitForFunction(() => /已办结/.test(document.querySelector('.toasts')?.textContent || ''))
  await page.context().close()
  await other.context().close()
})

test('offline: the page says so, keeps what it has, and comes back', async () => {
  const page = await open({ role: 'navigator' })
  await visit(page, '/projects')
  await page.context().setOffline(true)
  await page.locator('.filters select').first().selectOption('lead')
  await page.getByText('网络不通').first().waitFor()
  assert.ok(await page.locator('.table tbody tr').count(), 'the old rows stay')
  // A page whose parts were never fetched cannot be shown; the present one stays.
  await page.locator('.nav__link[href="/problems"]').click()
  await page.locator('.toast').waitFor()
  assert.equal(new URL(page.url()).pathname, '/projects')
  await page.context().setOffline(false)
  await page.getByRole('button', { name: '重新读取' }).first().click()
  await page.waitForFunction(() => !/网络不通，这是/.test(document.querySelector('main').textContent))
  await page.context().close()
})
