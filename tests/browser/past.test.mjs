// A project's page as it was on a day: chosen in its history, said at its head, for reading only, and closed again; and its whole file.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axe, click, open, overflow, rawKeys, settled, shut, visit } from './lib.mjs'

after(shut)

async function look(page) {
  const keys = (await rawKeys(page)).map((key) => 'key shown: ' + key)
  assert.deepEqual([...await axe(page), ...page.faults, ...keys], [])
  assert.ok(await overflow(page) <= 0, 'nothing is wider than the screen')
}

for (const [width, english] of [[1440, false], [390, true]]) {
  test(`navigator, ${width}: looks at yesterday and comes back`, async () => {
    const page = await open({ role: 'navigator', width, height: 844, touch: width < 500, english })
    const { today } = await ask(page, '/session')
    const project = (await ask(page, '/projects?limit=50')).items[0]
    await visit(page, `/projects/${project.id}?tab=history`)
    await page.locator('#then').fill(today)
    await page.locator('#then').press('Tab')
    await settled(page)
    assert.equal(new URL(page.url()).searchParams.get('as_of'), today)
    assert.ok((await page.locator('.notice--yellow').first().innerText()).includes(today))
    for (const tab of ['history', 'plan', 'files', 'problems']) {
      await visit(page, `/projects/${project.id}?tab=${tab}&as_of=${today}`)
      assert.equal(await page.locator('[data-next], #act-order').count(), 0, 'nothing can be done there')
      await look(page)
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/past-${tab}-${width}.png`, fullPage: true })
    }
    await click(page, '.notice--yellow button')
    await settled(page)
    assert.equal(new URL(page.url()).searchParams.get('as_of'), null)
    await visit(page, `/projects/${project.id}?tab=history`)
    await look(page)
    const archive = await page.locator('#archive').getAttribute('href')
    assert.deepEqual(await page.evaluate(async (href) => [(await fetch(href)).status, href], archive), [200, `/api/v1/projects/${project.id}/archive`])
    await page.context().close()
  })
}
