// Files on the pages: a large one goes in parts and goes on where it stopped, a document is looked at in the page,
// a list goes out as a spreadsheet, a spreadsheet of projects comes in after a dry run.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axe, open, overflow, settled, shut, visit } from './lib.mjs'

after(shut)

const shots = process.env.LIANDONG_SHOTS
const shoot = (page, name) => (shots ? page.screenshot({ path: `${shots}/${name}.png`, fullPage: true }) : null)

/** A whole PDF with words on its page, as large as wanted. */
function pdf(words, size = 0) {
  const content = `BT /F1 18 Tf 40 160 Td (${words}) Tj ET`
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
  let out = '%PDF-1.4\n%' + '0'.repeat(size) + '\n'
  const places = objects.map((body, i) => {
    const at = out.length
    out += `${i + 1} 0 obj\n${body}\nendobj\n`
    return at
  })
  const table = out.length
  out += `xref\n0 6\n0000000000 65535 f \n${places.map((at) => String(at).padStart(10, '0') + ' 00000 n \n').join('')}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`
  return Buffer.from(out, 'latin1')
}

async function projectOf(page) {
  const session = await ask(page, '/session')
  return session.post.project_id
}

test('a large file goes in parts over a line that breaks, and goes on where it stopped', async () => {
  const page = await open({ role: 'enterprise', width: 390, height: 844, touch: true })
  const project = await projectOf(page)
  await visit(page, `/enterprise/upload?project=${project}`)
  const sent = []
  let breaks = 3
  await page.route('**/api/v1/uploads/*/parts/*', async (route) => {
    const part = route.request().url().split('/').pop()
    if (part === '3' && breaks-- > 0) return route.abort()
    sent.push(part)
    return route.continue()
  })
  const data = pdf('Hello from a phone', 4 * 1048576)
  await page.locator('input[type=file]').last().setInputFiles({ name: '大图纸（示意）.pdf', mimeType: 'application/pdf', buffer: data })
  await page.locator('.upload__file').waitFor()
  await shoot(page, 'upload-phone')
  assert.equal(await overflow(page), 0)
  await page.getByRole('button', { name: /提交|上传/ }).last().click()
  await page.waitForURL(/\/enterprise(\?|$)/, { timeout: 60000 })
  assert.deepEqual(sent, ['1', '2', '3', '4', '5'], 'each part arrived once')
  page.faults.length = 0
  await page.context().close()
})

test('a document is looked at in the page, with its versions and who saw it', async () => {
  const page = await open({ role: 'navigator' })
  const enterprise = await open({ role: 'enterprise' })
  const project = await projectOf(enterprise)
  await enterprise.context().close()
  await visit(page, `/projects/${project}?tab=files`)
  await page.locator('button.link', { hasText: '大图纸（示意）.pdf' }).first().click()
  const canvas = page.locator('.pdf canvas')
  await canvas.waitFor()
  await page.waitForFunction(() => document.querySelector('.pdf__box')?.getAttribute('aria-label')?.includes('Hello from a phone'))
  const dark = await canvas.evaluate((one) => {
    const { data } = one.getContext('2d').getImageData(0, 0, one.width, one.height)
    let count = 0
    for (let i = 0; i < data.length; i += 4) count += data[i] < 100
    return count
  })
  assert.ok(dark > 50, 'words are drawn')
  await settled(page)
  await shoot(page, 'preview')
  assert.match(await page.locator('.look').textContent(), /谁看过/)
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a list goes out as a spreadsheet, a spreadsheet of projects comes in after a dry run', async () => {
  const page = await open({ role: 'promotion_officer' })
  await visit(page, '/projects')
  const [list] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出表格' }).click()])
  assert.match(list.suggestedFilename(), /^项目清单.*\.xlsx$/)
  await page.getByRole('link', { name: '导入项目' }).click()
  const [template] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载模板' }).click()])
  assert.match(template.suggestedFilename(), /^项目导入模板.*\.xlsx$/)
  await page.setInputFiles('#import-file', await list.path())
  await page.locator('.notice').waitFor()
  await settled(page)
  await shoot(page, 'import')
  assert.ok((await page.locator('tbody tr').count()) > 0, 'the places are listed')
  assert.ok(await page.locator('.form-end button').isDisabled(), 'and nothing can be imported')
  assert.match(await page.locator('tbody').textContent(), /项目清单![A-Z]+\d+/)
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
