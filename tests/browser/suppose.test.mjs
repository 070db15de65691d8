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
  await page.mouse.move(x + width / 2 + 70, y + height / 2)
  await page.waitForFunction(() => window.saidAt > window.movedAt)
  const took = await page.evaluate(() => window.saidAt - window.movedAt)
  assert.equal(await page.locator('.whatif__sum').getAttribute('aria-busy'), 'true')
  await page.mouse.up()
  await page.waitForURL(new RegExp('whatif=' + node.code + ':start=', 'i'))
  const changes = new URL(page.url()).searchParams.get('whatif')
  assert.match(changes, /^[\w-]+:start=\d{4}-\d\d-\d\d$/)
  const answer = await ask(page, `/projects/${project.id}/what-if?changes=${encodeURIComponent(changes)}`)
  await expectDay(page, answer.production)
  assert.ok(answer.production_days > 0)
  assert.equal(await page.locator('.gantt__ghost').count(), answer.nodes.length)
  assert.ok(took < 100, `said after ${Math.round(took)} ms`)
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
