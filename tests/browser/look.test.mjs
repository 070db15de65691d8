// What a picture shows and a check of the text does not: one style painting another's element, a bar
// that breaks into two lines, the place one is at out of sight.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { open, shut, visit } from './lib.mjs'

after(shut)

test('queue: the counts keep their own colours when the count of notices has been shown', async () => {
  const page = await open({ role: 'navigator' })
  const badge = await page.locator('.unread').first().evaluate((one) => getComputedStyle(one).backgroundColor)
  await page.context().close()
  const desk = await open({ role: 'department_officer' })
  await visit(desk, '/queue')
  await desk.waitForTimeout(500)
  const grounds = await desk.locator('.counts .count').evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor))
  assert.ok(grounds.length >= 7)
  assert.ok(grounds.every((ground) => ground !== badge), grounds.join(' '))
  await desk.context().close()
})

for (const look of [{ width: 390 }, { width: 320, big: true, english: true }]) {
  test(`enterprise, ${look.width}: every place of the bar stands on one line`, async () => {
    const page = await open({ role: 'enterprise', height: 844, touch: true, ...look })
    const boxes = await page.locator('.nav--bottom .nav__link').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map((box) => ({ top: Math.round(box.top), right: box.right })))
    assert.equal(boxes.length, 5)
    assert.equal(new Set(boxes.map((box) => box.top)).size, 1, JSON.stringify(boxes))
    assert.ok(boxes.every((box) => box.right <= look.width + 1))
    await page.context().close()
  })
}

test('coordinator on a telephone: the place one is at is in sight in the menu', async () => {
  const page = await open({ role: 'centre_coordinator', width: 390, height: 844, touch: true })
  await visit(page, '/rehearsal')
  const box = await page.locator('.nav__link[aria-current]').boundingBox()
  assert.ok(box.x >= 0 && box.x + box.width <= 390, JSON.stringify(box))
  await page.context().close()
})
