// Where time goes: the map is drawn and the table says the same, two presses from a way to its case; desktop and telephone, Chinese and English, axe.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, click, open, settled, shut, sound, visit } from './lib.mjs'

after(shut)

for (const [name, options] of [['1440', {}], ['390-en', { width: 390, height: 844, touch: true, english: true }]]) {
  test(`the map is drawn and stands in a table too, ${name}`, async () => {
    const page = await open({ role: 'leader', ...options })
    for (const query of ['', '?grain=project']) {
      const map = await ask(page, '/process' + query)
      await visit(page, '/process' + query)
      await page.locator('#map').waitFor()
      await page.selectOption('#map-much', '1')
      assert.equal(await page.locator('#map .flow__way').count(), map.items.length, 'each way is a line')
      assert.equal(await page.locator('#map .flow__node').count(), map.activities.length + 2, 'each act is a box, with begin and end')
      assert.equal(await page.locator('#map-ways tbody tr').count(), map.items.filter((one) => one.days !== undefined).length, 'and each wait a line of the table')
      await page.selectOption('#map-much', '0')
      await sound(page, `map ${query} ${name}`)
      if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/process${query.slice(1)}-${name}.png`, fullPage: true })
    }
    await page.context().close()
  })
}

test('two presses lead from a way to its case', async () => {
  const page = await open({ role: 'leader' })
  await visit(page, '/process')
  await click(page, '#map-ways tbody th button >> nth=0')
  await page.locator('#ind-rows').waitFor()
  await settled(page)
  await sound(page, 'rows')
  await click(page, 'section[aria-labelledby=ind-rows] tbody th a >> nth=0')
  await page.waitForURL(/\/projects\/\d+\?application=\d+/)
  assert.equal(page.clicks, 2)
  await page.context().close()
})
