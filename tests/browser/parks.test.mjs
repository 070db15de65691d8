// Parks (园区匹配): a project against all parks, the score opened up, a park chosen with its reason; clusters; the
// libraries for everybody. Desktop and telephone, Chinese and English, axe.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, click, open, shut, sound, visit } from './lib.mjs'

const found = {}
after(shut)

before(async () => {
  const page = await open({ role: 'enterprise' })
  found.project = (await ask(page, '/projects')).items[0].id
  await page.context().close()
})

for (const [name, options] of [['1440', {}], ['390', { width: 390, height: 844, touch: true }], ['1440 in English', { english: true }]]) {
  test(`parks of a project are read and opened up, ${name}`, async () => {
    const page = await open({ role: 'enterprise', ...options })
    await visit(page, `/projects/${found.project}/parks`)
    await page.locator('[data-park]').first().waitFor()
    await sound(page, 'parks ' + name)
    await page.locator('[data-park] summary').first().click()
    assert.ok(await page.locator('[data-park]').first().locator('details li').count() > 8, 'each part of the score is shown')
    await sound(page, 'parks opened up ' + name)
    if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/parks-${name.replace(/ /g, '-')}.png`, fullPage: true })
    await page.context().close()
  })
}

test('a park is chosen with its reason, and stands there', async () => {
  const page = await open({ role: 'navigator' })
  const mine = (await ask(page, '/projects')).items.find((one) => !['production', 'withdrawn', 'refused'].includes(one.stage)).id
  await visit(page, `/projects/${mine}?tab=about`)
  await click(page, `a[href="/projects/${mine}/parks"]`)
  await page.locator('[data-act=choose-park]').first().waitFor()
  const park = await page.locator('[data-park]').first().getAttribute('data-park')
  await click(page, '[data-act=choose-park] >> nth=0')
  await page.locator('dialog textarea, [role=dialog] textarea').fill('靠近原料产地，企业认可')
  await sound(page, 'choosing')
  await click(page, '[role=dialog] .btn--main, dialog .btn--main')
  await page.locator('[data-parks] .notice--green').waitFor()
  assert.match(await page.locator('[data-parks] .notice--green').innerText(), /靠近原料产地/)
  assert.equal((await ask(page, `/projects/${mine}/parks`)).chosen.park, park)
  await page.context().close()
})

test('a service package is offered by the navigator and adopted by the enterprise', async () => {
  const page = await open({ role: 'navigator' })
  const path = `/projects/${found.project}?tab=service`
  await visit(page, path)
  await page.locator('[data-act=offer-package]').first().waitFor()
  const name = await page.locator('[data-packages] li[data-package]:has([data-act=offer-package])').first().getAttribute('data-package')
  await sound(page, 'packages suggested')
  await click(page, '[data-act=offer-package] >> nth=0')
  await page.locator('[role=dialog] textarea, dialog textarea').fill('企业有技术研发计划')
  await click(page, '[role=dialog] .btn--main, dialog .btn--main')
  await page.locator(`[data-package="${name}"]:has-text("企业有技术研发计划")`).waitFor()
  await page.context().close()
  const theirs = await open({ role: 'enterprise', width: 390, height: 844, touch: true })
  await visit(theirs, path)
  await theirs.locator('[data-act=adopt-package]').first().waitFor()
  await theirs.locator('[data-packages] summary').first().click()
  await sound(theirs, 'packages on the telephone')
  if (process.env.LIANDONG_SHOTS) await theirs.screenshot({ path: `${process.env.LIANDONG_SHOTS}/packages-390.png`, fullPage: true })
  await click(theirs, '[data-act=adopt-package] >> nth=0')
  await click(theirs, '[role=dialog] .btn--main, dialog .btn--main')
  await theirs.locator('[data-packages] .tag:has-text("已采用")').waitFor()
  await theirs.context().close()
})

for (const [name, options] of [['1440', {}], ['390', { width: 390, height: 844, touch: true, english: true }]]) {
  test(`clusters lead to the projects behind them, ${name}`, async () => {
    const page = await open({ role: 'leader', ...options })
    await visit(page, '/clusters')
    await page.locator('[data-clusters] a').first().waitFor()
    await sound(page, 'clusters ' + name)
    await click(page, '[data-clusters] a >> nth=0')
    await page.locator('a[href^="/projects/"]').first().waitFor()
    await sound(page, 'projects of a cluster ' + name)
    if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/clusters-${name}.png`, fullPage: true })
    await page.context().close()
  })
}

for (const [name, options] of [['1440', {}], ['390', { width: 390, height: 844, touch: true }]]) {
  test(`anybody reads policies, parks and items from the start page, ${name}`, async () => {
    const page = await open(options)
    await visit(page, '/')
    await sound(page, 'start ' + name)
    for (const path of ['/library/policies', '/library/parks', '/library/packages', '/guide']) {
      await visit(page, '/')
      await Promise.all([page.waitForURL('**' + path), click(page, `.sign__libraries a[href="${path}"]`)])
      await sound(page, path + ' ' + name)
      const one = page.locator('main li a').first()
      await Promise.all([page.waitForURL(/\/[^/]+$/), one.click()])
      await page.locator('main dl').first().waitFor()
      await sound(page, path + '/… ' + name)
      if (process.env.LIANDONG_SHOTS) await page.screenshot({ path: `${process.env.LIANDONG_SHOTS}/library-${path.split('/').pop()}-${name}.png`, fullPage: true })
    }
    await page.goto(page.url().split('?')[0] + '?lang=en')
    await sound(page, 'in English ' + name)
    await page.context().close()
  })
}
