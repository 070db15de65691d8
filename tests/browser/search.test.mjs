// Search as one types: by initials, by keyboard alone, read out as a combobox, gone with Escape; desktop and telephone.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axe, open, overflow, shut, visit } from './lib.mjs'

after(shut)

test('initials, arrows and Enter lead to the thing; Escape and plain words still work', async () => {
  for (const size of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    const page = await open({ role: 'navigator', ...size })
    await visit(page, '/workbench')
    const box = page.locator('#top-search')
    await box.pressSequentially('sgxk')
    await page.locator('#top-found li').first().waitFor()
    assert.equal(await box.getAttribute('aria-expanded'), 'true')
    assert.match(await page.locator('#top-found').innerText(), /施工许可/)
    await box.press('ArrowDown')
    assert.equal(await box.getAttribute('aria-activedescendant'), 'top-found-0')
    assert.deepEqual([...await axe(page), ...page.faults, await overflow(page)].filter((one) => one && one !== 0), [])
    await box.press('Escape')
    assert.equal(await page.locator('#top-found').isVisible(), false)
    const project = (await ask(page, '/projects')).items[0]
    await box.fill(project.name)
    await page.locator('#top-found li', { hasText: project.name }).first().waitFor()
    await box.press('ArrowDown')
    await box.press('Enter')
    await page.waitForURL(/\/projects\/\d+/)
    await box.fill('技改补助')
    await box.press('Enter')
    await page.waitForURL(/\/search\?q=/)
    await page.context().close()
  }
})
