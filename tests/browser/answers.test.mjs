// The answers of policies, parks and the questionnaire, walked as a person would from where he lands: the clicks counted, typing free;
// and every sum and day shown on the way is an estimate that says so, or something that was asked for, granted or paid.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { act, ask, base, click, open, shut, sound, visit } from './lib.mjs'

const SIZES = [['1440', {}], ['390', { width: 390, height: 844, touch: true }], ['390 in English', { width: 390, height: 844, touch: true, english: true }]]
const found = {}
after(shut)

before(async () => {
  const page = await open({ role: 'enterprise' })
  found.project = (await ask(page, '/projects')).items[0].id
  const facts = { registered_city: '3501', certification: ['省级工程研究中心'], tech_enterprise: true, registered_province: '35', rd_expense_wanyuan: 900, rd_expense_growth_wanyuan: 1000 }
  assert.equal(await act(page, `/projects/${found.project}/profile`, { facts, source: 't' }), 200)
  found.list = await ask(page, `/projects/${found.project}/policies`)
  await page.context().close()
})

/** Sums on the page that neither say that they are estimates nor are something that somebody did or that a text says. */
function bareSums(page) {
  return page.evaluate(() => {
    const sum = /[0-9.]+\s*(万元|亿元|million|billion|万|\(10,000 yuan\)|× 10,000)/
    const told = /预估|估算|estimate|申请|核定|已付|追回|已退回|asked|granted|paid|demanded|returned/i
    // What a policy's own text says, what a fact is and what it must be.
    const cited = '.rule li, [data-gap], details li, h1, h2, a, option, table, dl, [data-row] .grow, p.note'
    const bare = []
    const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const at = node.parentElement
      if (!sum.test(node.data) || at.closest(cited)) continue
      if (!told.test(at.closest('p, li, section').innerText)) bare.push(node.data.trim())
    }
    return bare
  })
}

async function honest(page, where) {
  assert.deepEqual(await bareSums(page), [], `${where}: a sum that does not say that it is an estimate`)
  const text = await page.locator('main').innerText()
  assert.doesNotMatch(text, /(?<!预计)可得\s*[0-9]|保证|一定能|guarantee/i, where)
}

for (const [name, options] of SIZES) {
  test(`from the home of an enterprise: what it may get in 1 click, why not in 1, whether it can be claimed and with what loss in 2, ${name}`, async () => {
    const page = await open({ role: 'enterprise', ...options })
    await visit(page, '/enterprise')
    page.clicks = 0
    await click(page, 'nav a[href="/policies"]')
    await page.locator('[data-policy]').first().waitFor()
    assert.equal(page.clicks, 1)
    const met = found.list.items.find((one) => one.group === 'met' && one.promisable && one.amount.from !== '0')
    const card = page.locator(`[data-policy="${met.id}"]`)
    assert.match(await card.innerText(), options.english ? /estimate/ : /预估/)
    assert.match(await card.innerText(), options.english ? /until|no end/i : /有效期至|未写明截止/)
    await honest(page, 'policies ' + name)
    const not = found.list.items.find((one) => one.group === 'not_met')
    await page.fill('main input[type=search]', not.title)
    await page.locator(`[data-policy="${not.id}"] details .why__no`).first().waitFor()
    assert.equal(page.clicks, 1, 'why not: one click and its name')
    await honest(page, 'why not ' + name)
    await sound(page, 'why not ' + name)
    for (const one of found.list.items.filter((row) => !row.promisable && row.group !== 'not_met').slice(0, 2)) {
      await page.fill('main input[type=search]', one.title)
      const told = page.locator(`[data-policy="${one.id}"]`)
      await told.waitFor()
      assert.match(await told.innerText(), options.english ? /promised/ : /不作承诺/, one.title)
      assert.equal(await told.locator('a[href="/claims"]').count(), 0, 'what is not in force is not offered')
    }
    await page.context().close()
  })

  test(`its requests are one click from its home, and the bar keeps five places, ${name}`, async () => {
    const page = await open({ role: 'enterprise', ...options })
    await visit(page, '/enterprise')
    assert.equal(await page.locator('.nav__list li').count(), 5)
    await click(page, 'main a[href="/requests"]')
    await page.locator('[data-act=ask]').waitFor()
    await sound(page, 'requests ' + name)
    await page.context().close()
  })

  test(`a question of the questionnaire is read in 1 click from the home and answered in 2, its end leads on, ${name}`, async () => {
    const page = await open({ role: 'enterprise', ...options })
    await visit(page, '/enterprise')
    page.clicks = 0
    await click(page, `a[href="/projects/${found.project}/guide"]`)
    await page.locator('.guide .head').waitFor()
    assert.equal(page.clicks, 1)
    if (await page.locator('#guide-next').count()) {
      assert.match(await page.locator('.guide .head').innerText(), options.english ? /estimate/ : /预估/)
      assert.equal(await page.locator('.guide form .field__label').count() > 0, true)
    } else {
      assert.equal(await page.locator(`.guide a[href="/projects/${found.project}/policies"]`).count(), 1)
    }
    await honest(page, 'guide ' + name)
    await sound(page, 'guide ' + name)
    await page.context().close()
  })

  test(`parks, claims and notices promise nothing, ${name}`, async () => {
    const page = await open({ role: 'enterprise', ...options })
    for (const path of [`/projects/${found.project}/parks`, '/claims', '/notices']) {
      await visit(page, path)
      await honest(page, path + ' ' + name)
    }
    await visit(page, `/projects/${found.project}/parks`)
    assert.match(await page.locator('main h1').first().innerText(), options.english ? /estimate/ : /预估/)
    const told = (await ask(page, '/notices?limit=100')).items.filter((one) => /万元/.test(one.text || one.title || ''))
    for (const one of told) assert.match(JSON.stringify(one), /预估|estimate|申|claim|支付|paid/)
    await page.context().close()
  })
}

for (const [name, options] of SIZES.slice(0, 2)) {
  test(`everybody: a library in 1 click from the first page, one of its records in 2; what is not in force is for reading only, ${name}`, async () => {
    const page = await open(options)
    for (const path of ['/library/policies', '/library/parks', '/guide']) {
      await page.goto(base + '/')
      await page.locator(`a[href^="${path}"]`).first().waitFor()
      page.clicks = 0
      await click(page, `a[href^="${path}"]`)
      await page.waitForURL('**' + path + '*')
      await click(page, `main a[href^="${path}/"]`)
      await page.locator('main h1').waitFor()
      assert.equal(page.clicks, 2, path)
      await sound(page, path + ' ' + name)
    }
    for (const one of [found.list.items.find((row) => row.promisable), found.list.items.find((row) => !row.promisable)]) {
      await page.goto(`${base}/library/policies/${one.id}`)
      assert.match(await page.locator('main').innerText(), one.promisable ? /以主管部门审核为准/ : /仅供查阅，不作承诺/, one.title)
    }
    await page.context().close()
  })
}

for (const [name, options] of SIZES.slice(0, 2)) {
  test(`who keeps the rules sees a policy's conditions and trial cases one by one, in 2 clicks, ${name}`, async () => {
    const page = await open({ role: 'business_admin', ...options })
    await visit(page, '/rules')
    page.clicks = 0
    await page.getByRole('tab', { name: '政策' }).first().click()
    page.clicks++
    await click(page, '[id^="change-"]')
    await page.locator('dialog, [role=dialog]').first().waitFor()
    assert.equal(page.clicks, 2)
    await sound(page, 'a policy in the writing ' + name)
    await page.context().close()
  })
}
