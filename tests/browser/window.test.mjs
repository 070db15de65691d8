// One window: items are chosen together, the one form is filled and checked, materials are handed in,
// and the parallel case stands; at a desk by the navigator, at the phone by the enterprise.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axe, open, overflow, rawKeys, settled, shut, visit } from './lib.mjs'

after(shut)

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n0000000115 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n186\n%%EOF\n')

const SAMPLES = { uscc: '91350100M000100Y43', project_code: '2605-350112-04-01-123456', industry_code: 'C3985', text: '示例', area: '新建厂房两栋，年产示例产品一万件', number: '12.5', money: '300.50', integer: '3', date: '2027-03-01' }

async function shot(page, name) {
  if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/${name}.png`, fullPage: true })
}

async function sound(page, where) {
  const faults = [...await axe(page), ...page.faults, ...(await rawKeys(page)).map((key) => 'key shown: ' + key)]
  const wide = await overflow(page)
  if (wide > 0) faults.push(`${wide} pixels too wide`)
  assert.deepEqual(faults, [], where)
}

/** A project with items of two units that can begin. */
async function place(page) {
  for (const row of (await ask(page, '/projects?limit=100')).items) {
    const ready = (await ask(page, `/projects/${row.id}/ready`))?.items || []
    const theirs = ready.filter((item) => item.org !== 'enterprise')
    if (new Set(theirs.map((item) => item.org)).size >= 2) return { id: row.id, ready: theirs }
  }
  return null
}

/** Fills what is empty, as a person would: by the labels' fields. */
async function fill(page, form) {
  for (const field of form.sections.flatMap((section) => section.fields)) {
    if (field.value !== null || !field.required) continue
    const at = page.locator(`#in-${field.id}`)
    if (field.type === 'bool') await at.locator('.choice').first().click()
    else if (field.type === 'enum') {
      if (await at.evaluate((one) => one.tagName === 'SELECT')) await at.selectOption(field.values[0])
      else await at.locator('.choice').first().click()
    } else await at.fill(SAMPLES[field.check] || SAMPLES[field.type])
  }
}

test('one window, at the desk: form, materials, check, parallel case', { timeout: 300000 }, async (t) => {
  const page = await open({ role: 'navigator' })
  const found = await place(page)
  if (!found) return t.skip('nothing is ready')
  const items = found.ready.filter((item) => item.code !== 'biz-register').slice(0, 2).map((item) => item.code)
  await visit(page, `/projects/${found.id}/intake`)
  await sound(page, 'items')
  await shot(page, 'intake-items')
  for (const box of await page.locator('#in-items .choice--on').all()) await box.click()
  for (const code of items) await page.locator(`#in-items input[value="${code}"]`).evaluate((one) => one.click()).catch(() => undefined)
  // The boxes carry no values of their own: chosen by name.
  if (!(await page.locator('#in-items .choice--on').count())) for (const item of found.ready.filter((one) => items.includes(one.code))) await page.locator('#in-items .choice', { hasText: item.name }).first().click()
  await page.getByRole('button', { name: '去填表单' }).click()
  await page.waitForURL(/step=form/)
  await settled(page)
  await sound(page, 'form')
  await shot(page, 'intake-form')
  await page.getByRole('button', { name: '去核对材料' }).click()
  await page.locator('.summary').waitFor()
  await fill(page, await ask(page, `/projects/${found.id}/intake-form?items=${items.join(',')}`))
  await page.getByRole('button', { name: '去核对材料' }).click()
  await page.waitForURL(/step=papers/)
  await settled(page)
  await sound(page, 'materials')
  for (;;) {
    const next = page.locator('[data-paper]', { has: page.locator('.light--red') }).first()
    if (!(await next.count())) break
    const left = await page.locator('[data-paper] .light--red').count()
    await next.locator('input[type=file]').last().setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: PDF })
    await page.waitForFunction((before) => document.querySelectorAll('[data-paper] .light--red').length < before, left)
  }
  await shot(page, 'intake-papers')
  await page.getByRole('button', { name: '去核对' }).click()
  await page.waitForURL(/step=check/)
  await settled(page)
  await sound(page, 'check')
  await shot(page, 'intake-check')
  await page.locator('[data-submit]').click()
  await page.waitForURL(/\/intakes\/\d+/)
  await settled(page)
  assert.match(await page.locator('h1').innerText(), /并联办件/)
  assert.equal(await page.locator('.table tbody tr').count(), items.length)
  await sound(page, 'case')
  await shot(page, 'intake-case')
  await page.getByRole('button', { name: '登记到厅' }).click()
  await page.locator('#act-purpose .choice').first().click()
  await page.locator('#act-desk .choice').first().click()
  await page.locator('dialog .dialog__foot button[type=submit]').click()
  await page.getByText('本项目已到厅 1 次').waitFor()
  await page.context().close()
})

test('visits to the hall are counted for the coordinator', async () => {
  const page = await open({ role: 'centre_coordinator' })
  await visit(page, '/visits')
  assert.ok(await page.locator('.table tbody tr').count())
  await sound(page, 'visits')
  await shot(page, 'visits')
  await page.context().close()
})

test('enterprise, at the phone: what was applied for and whose turn it is', async (t) => {
  const page = await open({ role: 'enterprise', width: 390, height: 844, touch: true })
  await visit(page, '/enterprise')
  await page.getByText('我的申报').waitFor()
  await sound(page, 'enterprise home')
  await shot(page, 'phone-enterprise')
  const link = page.locator('a[href^="/intakes/"]').first()
  if (!(await link.count())) return t.skip('nothing was applied for')
  await link.click()
  await settled(page)
  await sound(page, 'case at the phone')
  await shot(page, 'phone-case')
  await page.context().close()
})

test('one window, at the phone: what is typed stays on the server', { timeout: 200000 }, async (t) => {
  const page = await open({ role: 'navigator', width: 390, height: 844, touch: true })
  const found = await place(page)
  if (!found) return t.skip('nothing is ready')
  await visit(page, `/projects/${found.id}/intake`)
  await shot(page, 'phone-items')
  for (const box of await page.locator('#in-items .choice--on').all()) await box.click()
  await page.locator('#in-items .choice').first().click()
  await page.getByRole('button', { name: '去填表单' }).click()
  await page.waitForURL(/step=form/)
  await settled(page)
  await sound(page, 'form at the phone')
  await shot(page, 'phone-form')
  await page.fill('#in-applicant_name', '一家名称很长很长的示例新材料科技发展股份有限公司福州分公司')
  await page.getByText(/草稿已于|草稿/).first().waitFor()
  await page.waitForTimeout(1800)
  await page.reload()
  await settled(page)
  assert.equal(await page.inputValue('#in-applicant_name'), '一家名称很长很长的示例新材料科技发展股份有限公司福州分公司')
  await page.goto(page.url().replace('step=form', 'step=check'))
  await settled(page)
  await sound(page, 'check at the phone')
  await shot(page, 'phone-check')
  assert.ok(await page.locator('.notice--red li').count(), 'what stops it is listed')
  assert.ok(await page.locator('[data-submit]').isDisabled())
  await page.context().close()
})
