// The pages of one case, for both sides: what must be corrected is asked field by field, once, with the
// letter shown before it goes; it is answered at a desk or on a telephone, and nothing else opens; both
// read what changed. Letters, certificates, the item's version, steps elsewhere, whose hands.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, click, has, open, settled, shut, sound, visit } from './lib.mjs'

const found = {}
const PDF = '%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n0000000115 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n186\n%%EOF\n'
const SAMPLES = { uscc: '91350100M000100Y43', project_code: '2605-350112-04-01-123456', industry_code: 'C3985', text: '示例', area: '新建厂房两栋，年产示例产品一万件', number: '12.5', money: '300.50', integer: 3, date: '2027-03-01', bool: true }

/** As the pages do, with the token of the session. */
function tell(page, path, body, file) {
  return page.evaluate(async ([where, what, name]) => {
    const { csrf } = await (await fetch('/api/v1/session')).json()
    const headers = { 'X-CSRF-Token': csrf, 'Idempotency-Key': crypto.randomUUID(), ...(name ? { 'X-File-Name': encodeURIComponent(name) } : { 'Content-Type': 'application/json' }) }
    const answer = await fetch('/api/v1' + where, { method: 'POST', headers, body: name ? new Blob([what]) : JSON.stringify(what) })
    return { status: answer.status, ...(await answer.json()) }
  }, [path, body, file])
}

/** What the form asks for, filled in as a person would, and its materials. */
async function filled(page, project, code) {
  const form = await ask(page, `/projects/${project}/intake-form?items=${code}`)
  const answers = {}
  for (const field of form.sections.flatMap((section) => section.fields)) {
    if (field.value !== null) answers[field.id] = field.value
    else if (field.required) answers[field.id] = field.type === 'enum' ? field.values[0] : SAMPLES[field.check] ?? SAMPLES[field.type]
  }
  const materials = {}
  for (const paper of form.materials.filter((one) => one.state === 'needed' && one.required && !one.deferrable)) {
    materials[paper.name] = [(await tell(page, `/projects/${project}/files`, PDF, paper.name.slice(0, 40) + '.pdf')).id]
  }
  return { answers, materials }
}

async function shot(page, name) {
  if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/${name}.png` })
}

async function toast(page, pattern) {
  await page.waitForFunction((text) => new RegExp(text).test(document.querySelector('.toasts')?.textContent || ''), pattern.source, { timeout: 10000 })
}

/** Opens a part of the drawer and waits for what it says. */
async function part(page, name) {
  await click(page, `[data-part="${name}"] > summary`)
  await page.waitForTimeout(150)
  await page.waitForFunction((which) => {
    const box = document.querySelector(`[data-part="${which}"]`)
    return box && box.children.length > 1 && !box.querySelector('[aria-busy="true"]')
  }, name)
  return page.locator(`[data-part="${name}"]`)
}

before(async () => {
  const page = await open({ role: 'enterprise' })
  found.project = (await ask(page, '/projects')).items[0].id
  // Taken in on paper once, and applied for anew with the form.
  const waiting = (await ask(page, `/applications?project=${found.project}&limit=100`)).items.filter((one) => ['submitted', 'received'].includes(one.state) && has('department_officer@' + one.org))
  for (const one of waiting) {
    assert.equal((await tell(page, `/applications/${one.id}/withdraw`, { reason: '改用表单重新申报' })).status, 200)
    const made = await tell(page, `/projects/${found.project}/intakes`, { items: [one.code], ...(await filled(page, found.project, one.code)) })
    found.why = JSON.stringify(made)
    if (made.status !== 200) continue
    found.officer = 'department_officer@' + one.org
    found.id = made.applications[0].id
    break
  }
  assert.ok(found.id, 'something was applied for with the form: ' + found.why)
  await page.context().close()
  const desk = await open({ role: found.officer })
  assert.equal((await tell(desk, `/applications/${found.id}/receive`, {})).status, 200)
  const said = await ask(desk, `/applications/${found.id}/submission`)
  found.field = said.fields.find((field) => field.value !== null && field.type === 'text' && !field.check)
  found.paper = (await ask(desk, `/applications/${found.id}`)).item.materials[0]?.name
  await desk.context().close()
})
after(shut)

test('department: asks for corrections on a field and a material, sees the letter first, in 6 clicks', async () => {
  const page = await open({ role: found.officer })
  await visit(page, '/queue?application=' + found.id)
  await click(page, 'dialog [data-act="supplement"]')
  await page.locator(`[data-target="${found.field.id}"]`).waitFor()
  await click(page, `[data-target="${found.field.id}"] .choice`)
  await click(page, 'dialog >> nth=-1 >> .dialog__foot button[type=submit]')
  assert.match(await page.locator(`#act-err-${found.field.id}`).innerText(), /原因/, 'a correction without a reason is said beside it')
  await page.selectOption(`[id="act-why-${found.field.id}"]`, { index: 1 })
  await page.fill(`[id="act-word-${found.field.id}"]`, '与营业执照登记的名称不一致，请按照最新营业执照上的全称填写，并在所有附件中一并更正')
  if (found.paper) {
    await click(page, `[data-target="${found.paper}"] .choice`)
    await page.selectOption(`[id="act-why-${found.paper}"]`, { index: 2 })
  }
  await page.locator('.letter .paper td', { hasText: '与营业执照登记的名称不一致' }).waitFor()
  const shown = await page.locator('.letter').innerText()
  assert.ok(shown.includes(found.field.name) && /法律依据/.test(shown) && /剩余工作日/.test(shown), 'the letter says what, by which law, until when')
  await sound(page, 'supplement dialog')
  await shot(page, 'supplement')
  await click(page, 'dialog >> nth=-1 >> .dialog__foot button[type=submit]')
  await toast(page, /告知/)
  assert.ok(page.clicks <= 6, `${page.clicks} clicks`)
  const asked = await ask(page, '/applications/' + found.id)
  assert.deepEqual(asked.corrections.map((one) => one.target), [found.field.id, ...(found.paper ? [found.paper] : [])])
  await settled(page)
  const letters = await part(page, 'letters')
  assert.match(await letters.innerText(), /补正告知书/)
  await letters.getByRole('button', { name: /阅读|查看/ }).first().click()
  await page.locator('.paper__code a').waitFor().catch(() => undefined)
  assert.match(await page.locator('dialog').last().locator('a[href^="/verify/"]').getAttribute('href'), /\/verify\/\S+/)
  await sound(page, 'letter')
  await shot(page, 'letter')
  await page.context().close()
})

test('enterprise on a telephone: answers only what is asked, and nothing typed is lost', async () => {
  const page = await open({ role: 'enterprise', width: 390, height: 844, touch: true })
  await visit(page, `/enterprise/upload?project=${found.project}&application=${found.id}`)
  const box = page.locator('#fix-' + found.field.id)
  await box.waitFor()
  assert.equal(await page.locator('.fix').count(), found.paper ? 2 : 1, 'what was not asked does not open')
  assert.equal(await box.inputValue(), String(found.field.value), 'it begins with what was handed in')
  await box.fill('')
  await click(page, 'main form button[type=submit]')
  await page.locator(`#fix-${found.field.id}-error`).waitFor()
  await sound(page, 'answers with a fault')
  await shot(page, 'answer-phone')
  await box.fill('一家名称很长很长的示例新材料科技发展股份有限公司福州分公司')
  if (found.paper) await page.locator('.fix input[type=file]').last().setInputFiles({ name: '补正.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) })
  await click(page, 'main form button[type=submit]')
  await toast(page, /补正|提交/)
  assert.ok(page.clicks <= 3)
  const said = await ask(page, `/applications/${found.id}/submission`)
  assert.deepEqual(said.versions.map((one) => one.origin), ['correction', 'intake'], 'each round keeps its version')
  assert.deepEqual(said.versions[0].changes.filter((one) => one.kind === 'field').map((one) => [one.target, one.before, one.after]), [[found.field.id, found.field.value, '一家名称很长很长的示例新材料科技发展股份有限公司福州分公司']])
  await page.context().close()
})

for (const [who, look] of [['unit', {}], ['enterprise', { width: 390, height: 844, touch: true }], ['enterprise', { width: 320, height: 700, big: true, english: true }]]) {
  test(`${who}, ${look.width || 1440}: what changed between two versions, by whom, when; every part of the case`, async () => {
    const page = await open({ role: who === 'unit' ? found.officer : 'enterprise', ...look })
    await visit(page, who === 'unit' ? '/queue?application=' + found.id : `/projects/${found.project}?application=${found.id}`)
    await page.locator('[data-part="submission"]').waitFor()
    const versions = await part(page, 'submission')
    const table = await versions.locator('.table').innerText()
    assert.ok(table.includes(String(found.field.value)) && table.includes('一家名称很长很长的示例'), table)
    assert.match(await versions.locator('#cpv-later option').first().innerText(), /\d{4}-\d{2}-\d{2}/)
    await shot(page, `versions-${who}-${look.width || 1440}`)
    for (const name of ['letters', 'certificates', 'version', 'outside']) await part(page, name)
    await shot(page, `parts-${who}-${look.width || 1440}`)
    await sound(page, 'drawer')
    await page.context().close()
  })
}

test('department: by keys alone, a step in another system with number, status and day; no date is promised', async () => {
  const page = await open({ role: found.officer })
  await visit(page, '/queue?application=' + found.id)
  await page.locator('[data-part="outside"] > summary').focus()
  await page.keyboard.press('Enter')
  await page.locator('[data-cp="outside"]').focus()
  await page.keyboard.press('Enter')
  await page.locator('#act-system').focus()
  await page.keyboard.press('ArrowDown')
  await page.locator('#act-number').focus()
  await page.keyboard.type('闽2026-000123')
  await page.locator('#act-status input').nth(1).focus()
  await page.keyboard.press('Space')
  await page.locator('dialog').last().locator('.dialog__foot button[type=submit]').focus()
  await page.keyboard.press('Enter')
  await toast(page, /已登记/)
  assert.equal(page.clicks, 0)
  const { items: [step] } = await ask(page, `/applications/${found.id}/outside`)
  assert.deepEqual([step.number, step.status, step.limit_days], ['闽2026-000123', 'in_progress', null])
  const box = page.locator('[data-part="outside"]')
  await box.getByText('闽2026-000123').waitFor()
  assert.match(await box.innerText(), /核实/)
  await shot(page, 'outside')
  await sound(page, 'outside')
  await page.context().close()
})

test('department: an extension and a suspension show their letters first; hands add up', async () => {
  const page = await open({ role: found.officer })
  assert.equal((await tell(page, `/applications/${found.id}/accept`, {})).status, 200)
  await visit(page, '/queue?application=' + found.id)
  const clock = await ask(page, `/applications/${found.id}/clock`)
  await page.locator('.clocks').waitFor()
  if (clock.hands.total) {
    const days = (await page.locator('.hands__table td').allInnerTexts()).map((text) => Number(text.match(/\d+/)[0]))
    assert.equal(days.slice(0, -1).reduce((sum, n) => sum + n, 0), days.at(-1), 'the parts add up to the whole')
  }
  await click(page, page.getByRole('button', { name: '中止', exact: false }).first())
  await page.selectOption('#act-code', 'litigation')
  await page.fill('#act-days', '20')
  await page.locator('.letter', { hasText: '涉及诉讼' }).waitFor()
  assert.match(await page.locator('.letter').innerText(), /待填写/, 'no law is made up')
  await page.fill('#act-basis', '民事诉讼法第一百五十三条')
  await page.locator('.letter', { hasText: '第一百五十三条' }).waitFor()
  await sound(page, 'suspension')
  await shot(page, 'suspension')
  await page.context().close()
})

test('a certificate in place of a material in 4 clicks; its holder reads who used it; its PDF; a deferral handed in on a telephone', async () => {
  const page = await open({ role: 'enterprise', width: 390, height: 844, touch: true })
  const rows = (await ask(page, `/applications?project=${found.project}&limit=100`)).items.filter((one) => ['submitted', 'received', 'accepted'].includes(one.state))
  const offers = (await Promise.all(rows.map(async (row) => ({ row, items: (await ask(page, `/applications/${row.id}/certificates`)).items })))).find((one) => one.items.length)
  const { row, items: [offer] } = offers
  await visit(page, `/projects/${found.project}?application=${row.id}`)
  await page.locator('[data-part="certificates"]').waitFor()
  await part(page, 'certificates')
  await click(page, '[data-cp="use"]')
  await page.locator('#act-purpose').waitFor()
  assert.ok((await page.inputValue('#act-purpose')).includes(offer.material), 'the purpose is there to be read')
  await click(page, page.locator('dialog').last().locator('.dialog__foot button[type=submit]'))
  await toast(page, /留有记录/)
  assert.ok(page.clicks <= 4, `${page.clicks} clicks`)
  const uses = (await ask(page, `/certificates/${offer.certificate.id}/uses`)).items
  assert.equal(uses.filter((use) => use.application_id === row.id && use.material === offer.material).length, 1)
  await page.locator('[data-part="certificates"]', { hasText: '调用：' }).waitFor()
  await sound(page, 'certificate used')
  await shot(page, 'certificate-phone')
  await visit(page, '/enterprise?project=' + found.project)
  const download = page.waitForEvent('download')
  await page.locator('[data-paper="pdf"]').first().click()
  assert.match((await download).suggestedFilename(), /\.pdf$/)
  const permit = rows.find((one) => one.code === 'construction-permit')
  if (permit && permit.id !== found.id) {
    const owed = await ask(page, `/applications/${permit.id}/deferrals`)
    assert.equal((await tell(page, `/applications/${permit.id}/deferrals`, { materials: owed.materials.slice(0, 1), due_on: owed.latest })).status, 200)
    await visit(page, `/projects/${found.project}?application=${permit.id}`)
    await page.locator('[data-cp="fulfil"]').waitFor()
    page.clicks = 0
    await click(page, '[data-cp="fulfil"]')
    const dialog = page.locator('dialog').last()
    await click(page, dialog.locator('.dialog__foot button[type=submit]'))
    await dialog.locator('.field__error').waitFor()
    await dialog.locator('input[type=file]').last().setInputFiles({ name: '后补.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) })
    await sound(page, 'deferral')
    await click(page, dialog.locator('.dialog__foot button[type=submit]'))
    await toast(page, /已补齐/)
    assert.ok(page.clicks <= 3)
    assert.equal((await ask(page, `/applications/${permit.id}/deferrals`)).items[0].state, 'fulfilled')
  }
  await page.context().close()
})
