// The guided questionnaire (S3): one press and one more a question, what each answer changed, not knowing, stopping and
// going on, saving; desktop and telephone, Chinese and English, axe.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, click, open, shut, sound, visit } from './lib.mjs'

const found = {}
after(shut)

const label = (page) => page.locator('.guide form .field__label').first().innerText()

// Whatever kind of answer is asked for.
async function answer(page) {
  const before = await label(page)
  if (await page.locator('.guide form input[type=radio]').count()) await click(page, '.guide form .choice >> nth=1')
  else if (await page.locator('.guide form select').count()) await page.locator('.guide form select').selectOption({ index: 1 })
  else if (await page.locator('.guide form input[type=checkbox]').count()) await page.locator('#guide-next').focus()
  else await page.locator('.guide form input').fill('100')
  await click(page, '#guide-next')
  await page.waitForFunction((was) => document.querySelector('.guide form .field__label')?.textContent !== was, before)
}

before(async () => {
  const page = await open({ role: 'enterprise' })
  found.project = (await ask(page, '/projects')).items[0].id
  await page.context().close()
})

test('a question is read and answered in two presses, and what it changed is said', async () => {
  const page = await open({ role: 'navigator' })
  await visit(page, '/ask')
  await page.locator('#guide-next').waitFor()
  await sound(page, 'first question')
  page.clicks = 0
  let changed = 0
  for (let at = 0; at < 6; at++) {
    await answer(page)
    changed += await page.locator('.guide__change').count() > 0
  }
  assert.ok(page.clicks <= 12, `${page.clicks} presses for six questions`)
  assert.ok(changed > 0, 'what an answer changed is shown')
  const seen = await label(page)
  await sound(page, 'seventh question')
  await page.waitForTimeout(1800)
  await visit(page, '/workbench')
  await visit(page, '/ask')
  await page.locator('.guide__answers').waitFor()
  assert.equal(await label(page), seen, 'it goes on where it was left')
  await page.locator('.guide__answers summary').click()
  await page.locator('.guide__answers .btn--quiet').first().click()
  assert.notEqual(await label(page), seen, 'an answer can be given again')
  await sound(page, 'an answer given again')
  await page.context().close()
})

test('small linked questions stand on one screen: ticked is yes, the rest no; who is not sure is asked one by one', async () => {
  for (const size of [{}, { width: 390, height: 844, big: true }]) {
    const page = await open({ role: 'promotion_officer', ...size })
    await visit(page, '/ask')
    await page.locator('#guide-next').waitFor()
    if (await page.locator('.guide button', { hasText: '重新开始' }).count()) await click(page, '.guide button >> text=重新开始')
    for (let at = 0; at < 30 && !(await page.locator('.guide form input[type=checkbox]').count() > 3 && await page.locator('#guide-alone').count()); at++) await answer(page)
    const shown = await ask(page, '/guide')
    assert.ok(shown.about_left > 5 && shown.about_left < 40, `${shown.about_left} screens`)
    await sound(page, 'a screen of several')
    const first = page.locator('.guide form .choice').first()
    const name = (await first.innerText()).trim()
    const other = (await page.locator('.guide form .choice').nth(1).innerText()).trim()
    await first.click()
    const before = await label(page)
    await click(page, '#guide-next')
    await page.waitForFunction((was) => document.querySelector('.guide form .field__label')?.textContent !== was, before)
    await page.locator('.guide__answers summary').click()
    const said = async (question) => (await page.locator('.guide__line', { hasText: question }).innerText()).replace(question, '')
    assert.match(await said(name), /是/)
    assert.match(await said(other), /否/)
    for (let at = 0; at < 30 && !await page.locator('#guide-alone').count(); at++) await answer(page)
    await click(page, '#guide-alone')
    await page.locator('.guide form .choice', { hasText: '不清楚' }).waitFor()
    await sound(page, 'one by one')
    await page.context().close()
  }
})

test('an enterprise on the telephone: from its home, not knowing, saved, and handed to the navigator', async () => {
  const page = await open({ role: 'enterprise', width: 390, height: 844, big: true })
  await page.locator(`a[href="/projects/${found.project}/guide"]`).click()
  await page.locator('.guide').waitFor()
  const facts = await ask(page, `/projects/${found.project}/facts`)
  if (!facts.questions.length) return page.context().close()
  await page.locator('#guide-next').waitFor()
  await sound(page, 'telephone')
  const field = (await ask(page, `/projects/${found.project}/guide`)).question.field
  if (await page.locator('#guide-unsure').count()) await click(page, '#guide-unsure')
  else {
    await click(page, '.guide form .choice >> nth=-1')
    await click(page, '#guide-next')
  }
  await page.locator('.guide__answers').waitFor()
  await click(page, '#guide-save')
  await page.waitForURL(/\/plan/)
  assert.deepEqual((await ask(page, `/projects/${found.project}/facts`)).unsure.map((one) => one.field), [field])
  await visit(page, `/projects/${found.project}/facts`)
  await page.locator('h2', { hasText: '待代办员判断' }).waitFor()
  await sound(page, 'facts of the project')
  await page.context().close()
})

test('what is said in a sentence is taken to the questionnaire, what is not sure is confirmed there', async () => {
  const page = await open({ role: 'navigator2' })
  await visit(page, '/search?q=' + encodeURIComponent('我要在长乐建一个电池厂，投5亿，没有危废，可能有锅炉'))
  await page.locator('h2', { hasText: '您说到的信息' }).waitFor()
  await sound(page, 'what was said')
  await page.locator('a', { hasText: '带到问卷' }).click()
  await page.locator('.guide__answers').waitFor()
  assert.match(await page.locator('.guide form').innerText(), /请确认/)
  await sound(page, 'a doubt to confirm')
  await page.locator('.guide__answers summary').click()
  const answers = await page.locator('.guide__answers').innerText()
  assert.match(answers, /50000 万元[^]*取自“投5亿”/)
  assert.match(answers, /取自“没有危废”/)
  for (let left = 0; left < 2; left++) await answer(page)
  assert.doesNotMatch(await page.locator('.guide form').innerText(), /请确认/)
  await page.context().close()
})

test('English', async () => {
  const page = await open({ role: 'promotion_officer', english: true })
  await visit(page, '/ask')
  await page.locator('#guide-next').waitFor()
  await sound(page, 'English')
  await page.context().close()
})
