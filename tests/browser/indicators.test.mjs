// Indicators: charts under the strict policy with a table that says the same, two presses from a figure to its cases, units by weeks, what can't be
// answered; desktop and telephone, Chinese and English, axe.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, click, open, settled, shut, sound, visit } from './lib.mjs'

after(shut)

async function shot(page, name) {
  if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/indicators-${name}.png`, fullPage: true })
}

for (const [name, options] of [['1440', {}], ['390', { width: 390, height: 844, touch: true }], ['1440-en', { english: true }]]) {
  test(`figures are drawn and stand in a table too, ${name}`, async () => {
    const page = await open({ role: 'leader', ...options })
    for (const [what, query] of [['bands', '?id=on-time&by=org'], ['survival', '?id=days-listed-permit'], ['control', '?id=once&by=month'], ['heat', '?id=on-time&by=org&across=week'], ['medians', '?id=case-days&by=org']]) {
      await visit(page, '/indicators' + query)
      await page.locator('.chart svg').first().waitFor()
      assert.ok(await page.locator('.chart svg path').count() > 3, `${what} is drawn`)
      if (query.includes('by=')) {
        const figure = await ask(page, '/indicators/' + query.replace('?id=', '').replace('&', '?'))
        assert.equal(await page.locator('.card').first().locator('tbody tr').count(), figure.items.length, `${what}: a line of the table for each group`)
      }
      await sound(page, `${what} ${name}`)
      await shot(page, `${what}-${name}`)
    }
    await page.context().close()
  })
}

test('two presses lead from a figure to its case', async () => {
  const page = await open({ role: 'leader' })
  await visit(page, '/indicators?id=on-time&by=org')
  await click(page, '.card tbody th button >> nth=0')
  await page.locator('#ind-rows').waitFor()
  await settled(page)
  await sound(page, 'rows')
  await click(page, 'section[aria-labelledby=ind-rows] tbody th a >> nth=0')
  await page.waitForURL(/\/projects\/\d+\?application=\d+/)
  assert.equal(page.clicks, 2)
  await page.context().close()
})

test('another indicator takes its own way of counting; a department counts its own', async () => {
  const page = await open({ role: 'department_officer' })
  await visit(page, '/indicators?id=listed-started&basis=period')
  await page.selectOption('#ind-id', 'on-time')
  await page.waitForURL(/id=on-time/)
  await settled(page)
  assert.doesNotMatch(page.url(), /basis/)
  await page.selectOption('#ind-by', 'org')
  await page.waitForURL(/by=org/)
  await settled(page)
  assert.ok(await page.locator('.card').first().locator('tbody tr').count() <= 1, 'its own unit alone')
  await sound(page, 'department')
  // The chart is let go with the page, as the policy wants it.
  await click(page, 'nav a[href="/projects"]')
  await page.waitForURL(/\/projects$/)
  await settled(page)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
