// Why it is late, and what if: the chain of causes, supposing by typing and by dragging, what other
// facts would change. Nothing that is supposed may be kept.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, axe, click, open, overflow, settled, shut, visit } from './lib.mjs'

let project

before(async () => {
  const page = await open({ role: 'navigator' })
  for (const row of (await ask(page, '/projects?stage=under_way')).items) {
    const one = await ask(page, '/projects/' + row.id)
    if (one.late_days !== null && (!project || one.causes.length > project.causes.length)) project = one
  }
  await page.context().close()
})
after(shut)

const sum = (page) => page.locator('.whatif__sum').innerText()

/** An item that has not begun and that production waits for, so that moving it moves production. */
const waiting = () => project.nodes.find((node) => node.kind === 'item' && !node.actual_start && node.critical)

async function expectDay(page, day) {
  await page.waitForFunction((want) => document.querySelector('.whatif__day')?.textContent.includes(want), day)
}

test('leader: from the days late to their causes in 1 click, on a desk and on a phone; the shares add up', async () => {
  for (const width of [1440, 390]) {
    const page = await open({ role: 'leader', width, height: 844, touch: width < 720 })
    await visit(page, '/projects/' + project.id)
    await click(page, '#why')
    await page.locator('.causes').waitFor()
    assert.equal(page.clicks, 1)
    assert.equal(await page.locator('#why').getAttribute('aria-expanded'), 'true')
    const days = (await page.locator('.causes__days').allInnerTexts()).map((text) => Number(text.replace('−', '-').replace(/[^-\d]/g, '')))
    const all = days.pop()
    assert.equal(all, project.late_days)
    assert.equal(days.reduce((total, one) => total + one, 0), all)
    assert.deepEqual([...await axe(page), ...page.faults], [])
    assert.ok(await overflow(page) <= 0)
    // By key as well: closed again, and the address says so.
    await page.locator('#why').focus()
    await page.keyboard.press('Enter')
    await page.locator('.causes').waitFor({ state: 'detached' })
    assert.ok(!/why=/.test(page.url()))
    await page.context().close()
  }
})

test('what if, by keys alone: days typed move production as the server says; Escape leaves; nothing is kept', async () => {
  const node = waiting()
  const page = await open({ role: 'navigator' })
  await visit(page, `/projects/${project.id}?view=list`)
  await page.locator('#whatif').focus()
  await page.keyboard.press('Enter')
  await page.locator('.whatif__sum').waitFor()
  await page.locator(`[data-row="${node.code}"] button`).focus()
  await page.keyboard.press('Enter')
  await page.locator('#whatif-days').waitFor()
  await page.fill('#whatif-days', '三天')
  await page.keyboard.press('Enter')
  await page.locator('#whatif-days-error').waitFor()
  await page.fill('#whatif-days', String(node.days + 30))
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => !document.querySelector('dialog[open]'))
  const answer = await ask(page, `/projects/${project.id}/what-if?changes=${encodeURIComponent(`${node.code}:days=${node.days + 30}`)}`)
  await expectDay(page, answer.production)
  assert.match(await sum(page), new RegExp(`${answer.production_days} 个工作日`))
  assert.ok(answer.production_days > 0)
  assert.match(await page.locator('.whatif__list').innerText(), new RegExp(`单独看，投产 \\+${answer.changes[0].production_days}`))
  // The address alone brings it back.
  await page.reload()
  await settled(page)
  await expectDay(page, answer.production)
  await page.keyboard.press('Escape')
  await page.locator('.whatif__sum').waitFor({ state: 'detached' })
  assert.equal(await page.evaluate(() => document.activeElement.id), 'whatif')
  assert.ok(!/whatif=/.test(page.url()))
  assert.equal(page.clicks, 0)
  const now = await ask(page, '/projects/' + project.id)
  assert.deepEqual([now.version, now.production_forecast], [project.version, project.production_forecast])
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('what if, by dragging: a waiting bar is drawn later, the ghost stays; production is said within 100 ms', async () => {
  const node = waiting()
  const page = await open({ role: 'navigator' })
  await visit(page, `/projects/${project.id}?whatif=`)
  const grip = page.locator(`[data-drag="${node.code} start"]`)
  await grip.waitFor()
  await grip.scrollIntoViewIfNeeded()
  const { x, y, width, height } = await grip.boundingBox()
  await page.evaluate(() => {
    const line = document.querySelector('.whatif__sum')
    new MutationObserver(() => (window.saidAt = performance.now())).observe(line, { subtree: true, characterData: true, childList: true })
    document.addEventListener('pointermove', () => (window.movedAt = performance.now()), true)
  })
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.mouse.down()
  const took = []
  for (const far of [40, 75, 110, 145, 180]) {
    await page.mouse.move(x + width / 2 + far, y + height / 2)
    await page.waitForFunction(() => window.saidAt > window.movedAt)
    took.push(await page.evaluate(() => window.saidAt - window.movedAt))
    await page.waitForTimeout(60)
  }
  assert.equal(await page.locator('.whatif__sum').getAttribute('aria-busy'), 'true')
  await page.mouse.up()
  await page.waitForURL((url) => (url.searchParams.get('whatif') || '').startsWith(node.code + ':start='))
  const changes = new URL(page.url()).searchParams.get('whatif')
  assert.match(changes, /^[\w-]+:start=\d{4}-\d\d-\d\d$/)
  const answer = await ask(page, `/projects/${project.id}/what-if?changes=${encodeURIComponent(changes)}`)
  await expectDay(page, answer.production)
  assert.ok(answer.production_days > 0)
  assert.equal(await page.locator('.gantt__ghost').count(), answer.nodes.length)
  const middle = took.sort((a, b) => a - b)[2]
  assert.ok(middle < 100, `said after ${Math.round(middle)} ms`)
  // Taken back one by one.
  await page.locator('.whatif__list button').last().click()
  await expectDay(page, project.production_forecast)
  assert.equal(await page.locator('.gantt__ghost').count(), 0)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a drag that Escape ends leaves everything where it was, and the mode on', async () => {
  const node = waiting()
  const page = await open({ role: 'navigator' })
  await visit(page, `/projects/${project.id}?whatif=`)
  const grip = page.locator(`[data-drag="${node.code} finish"]`)
  await grip.waitFor()
  await grip.scrollIntoViewIfNeeded()
  const { x, y, width, height } = await grip.boundingBox()
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.mouse.down()
  await page.mouse.move(x + width / 2 + 50, y + height / 2, { steps: 4 })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expectDay(page, project.production_forecast)
  assert.equal(new URL(page.url()).searchParams.get('whatif'), '')
  await page.context().close()
})

test('what is refused is told at the form: an end before today', async () => {
  const node = waiting()
  const page = await open({ role: 'navigator', width: 390, height: 844, touch: true })
  await visit(page, `/projects/${project.id}?whatif=&suppose=${node.code}`)
  await page.fill('#whatif-finish', '2020-01-02')
  await page.locator('dialog button[type=submit]').click()
  await page.locator('dialog .summary').waitFor()
  assert.equal(new URL(page.url()).searchParams.get('whatif'), '')
  assert.deepEqual(await axe(page), [])
  await page.context().close()
})

test('facts: what a changed answer adds and reopens is seen before it is saved, then confirmed, in 4', async () => {
  const page = await open({ role: 'navigator' })
  const before = await ask(page, `/projects/${project.id}/facts`)
  const fact = before.facts.find((one) => one.name === 'eia_class')
  const other = fact.values.map((one) => one.code || one).find((one) => one !== fact.value)
  await visit(page, `/projects/${project.id}/facts`)
  await click(page, page.locator('.facts__line', { hasText: fact.meaning }).locator('button'))
  await click(page, page.locator('#known-eia_class .choice', { hasText: other }))
  await click(page, '#effect')
  await page.locator('dialog .effect__day').waitFor()
  const answer = await ask(page, `/projects/${project.id}/facts-effect?facts=${encodeURIComponent(JSON.stringify({ eia_class: other }))}`)
  const said = await page.locator('dialog').innerText()
  assert.ok(answer.added.length + answer.removed.length + answer.reopened.length > 0)
  for (const one of [...answer.added, ...answer.removed, ...answer.reopened]) assert.ok(said.includes(one.name), one.name)
  assert.ok(said.includes(answer.production) && said.includes(fact.value) && said.includes(other))
  assert.deepEqual(await axe(page), [])
  // Looking is not saving.
  assert.equal((await ask(page, `/projects/${project.id}/facts`)).version, before.version)
  await click(page, 'dialog [data-confirm]')
  await page.waitForFunction(() => /已保存 1 项/.test(document.querySelector('.toasts')?.textContent || ''))
  const now = await ask(page, `/projects/${project.id}/facts`)
  assert.equal(now.facts.find((one) => one.name === 'eia_class').value, other)
  // What was not answered is still not known.
  const unknown = (facts) => facts.filter((one) => one.value === null).map((one) => one.name)
  assert.deepEqual(unknown(now.facts), unknown(before.facts))
  assert.ok(page.clicks <= 4)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('on paper: A3 across, numbered sheets with title and legend, no toolbar; what is supposed says that it is', async () => {
  const page = await open({ role: 'navigator' })
  for (const whatif of ['', `?whatif=${waiting().code}:days=30`]) {
    await visit(page, `/projects/${project.id}${whatif}`)
    await page.waitForTimeout(1500)
    const text = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    const boxes = [...text.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map((one) => [Math.round(one[1]), Math.round(one[2])])
    assert.ok(boxes.length > 0)
    for (const box of boxes) assert.deepEqual(box, [1191, 842])
    await page.emulateMedia({ media: 'print' })
    await page.locator('.sheet').first().waitFor()
    assert.equal(await page.locator('.sheet').count(), boxes.length)
    assert.equal(await page.locator('.sheet tbody tr:not(.sheet__group)').count(), project.nodes.length)
    assert.match(await page.locator('.sheet').last().innerText(), new RegExp(`第 ${boxes.length} 页，共 ${boxes.length} 页`))
    assert.equal(await page.locator('#app').isVisible(), false)
    assert.equal(/推演，未保存/.test(await page.locator('.sheet').first().innerText()), !!whatif)
    // Nothing runs over the edge of a sheet.
    const over = await page.evaluate(() => [...document.querySelectorAll('.sheet')].map((one) => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]))
    for (const [wide, high] of over) assert.ok(wide <= 1 && high <= 1, `${wide} ${high}`)
    await page.emulateMedia({ media: null })
  }
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
