// The window of the hall: what is handed over brings a project up; papers, agreement, submission, handing out, each within its
// budget of clicks; on a desktop and on a telephone, in both languages, without a fault of accessibility.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { act, ask, axe, click, has, open, overflow, settled, shut, visit } from './lib.mjs'

after(shut)

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n')

async function toast(page, pattern) {
  await page.waitForFunction((text) => new RegExp(text).test(document.querySelector('.toasts')?.textContent || ''), pattern.source, { timeout: 10000 })
}

function within(page, budget, what) {
  assert.ok(page.clicks <= budget, `${what}: ${page.clicks} clicks, ${budget} allowed`)
  page.clicks = 0
}

async function numberOf(role) {
  const page = await open({ role })
  const home = await ask(page, '/home-enterprise')
  const one = await ask(page, '/projects/' + home.projects[0].id)
  await page.context().close()
  return one.number
}

test('window: a number brings the project up in 1 click, papers and agreement in 4, the form opens in 1', async () => {
  const number = await numberOf('enterprise')
  const page = await open({ role: 'window' })
  await page.locator('#hall-code').waitFor()
  await page.fill('#hall-code', 'no such number')
  await click(page, 'form button[type=submit]')
  await page.locator('.summary').first().waitFor()
  page.faults = page.faults.filter((fault) => !/404/.test(fault))
  page.clicks = 0
  await page.fill('#hall-code', number)
  await click(page, 'form button[type=submit]')
  await toast(page, /调出/)
  await page.locator('#hall-project').waitFor()
  within(page, 1, 'look-up')
  assert.equal(await page.locator('.notice--yellow').count(), 1, 'it says that there is no agreement')
  await page.setInputFiles('.upload__input:not([capture])', { name: '授权书.pdf', mimeType: 'application/pdf', buffer: PDF })
  await click(page, '[data-act=agree]')
  await page.fill('#act-until', '2099-12-31')
  await click(page, '.dialog__foot button[type=submit]')
  await toast(page, /授权/)
  await page.locator('.notice--green').first().waitFor()
  within(page, 4, 'agreement')
  await click(page, 'main a.btn--main')
  await page.waitForURL(/\/intake/)
  await settled(page)
  within(page, 1, 'form')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('window on a telephone and in English: a visit in 3, no fault of accessibility', async () => {
  const page = await open({ role: 'window', width: 390, height: 844, touch: true, english: true })
  await visit(page, '/desk')
  await click(page, 'main .rule a')
  await page.locator('#hall-project').waitFor()
  page.clicks = 0
  await click(page, '[data-act=visit]')
  await click(page, '#act-purpose .choice')
  await click(page, '.dialog__foot button[type=submit]')
  await toast(page, /visit/i)
  within(page, 3, 'visit')
  await settled(page)
  assert.deepEqual(await axe(page), [])
  assert.ok((await overflow(page)) <= 0, 'nothing is wider than the screen')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('window on a telephone: told what became of what it took in, and the way back to the project', async () => {
  const page = await open({ role: 'window', width: 390, height: 844, touch: true })
  await visit(page, '/desk')
  const enterprise = await open({ role: 'enterprise4' })
  await visit(enterprise, '/enterprise')
  const project = await ask(enterprise, '/projects/' + (await ask(enterprise, '/home-enterprise')).projects[0].id)
  const desk = (await ask(page, '/hall/desk')).desks[0].id
  assert.equal(await act(enterprise, `/projects/${project.id}/representations`, { desk, until: '2099-12-31' }), 200)
  await enterprise.context().close()
  assert.equal(await act(page, '/hall/look-ups', { code: project.number, desk }), 200)
  const item = (await ask(page, `/projects/${project.id}/ready`)).items.find((one) => has('department_officer@' + one.org))
  assert.equal(await act(page, `/projects/${project.id}/intakes`, { items: [item.code], desk }), 200)
  const officer = await open({ role: 'department_officer@' + item.org })
  await visit(officer, '/queue')
  const found = (await ask(officer, `/applications?q=${encodeURIComponent(item.name)}&limit=100`)).items.find((one) => one.project.id === project.id && one.state === 'submitted')
  for (const step of ['receive', 'accept']) assert.equal(await act(officer, `/applications/${found.id}/${step}`, {}), 200)
  await officer.context().close()
  await visit(page, '/desk')
  await click(page, 'nav a[href="/notices"]')
  const line = page.locator('.notice', { hasText: found.number })
  await line.waitFor()
  await settled(page)
  if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/hall-notices390.png', fullPage: true })
  assert.deepEqual(await axe(page), [])
  assert.ok((await overflow(page)) <= 0, 'nothing is wider than the screen')
  await click(page, line.locator('a'))
  await page.locator('#hall-project').waitFor()
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
