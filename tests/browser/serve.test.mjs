// The service beside its projects: navigators, absences, the enquiry desk, the look-ahead, what was handed
// over; click budgets, axe, both languages, telephone and small telephone.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, click, open, shut, sound, visit } from './lib.mjs'

const SUBMIT = 'dialog >> nth=-1 >> .dialog__foot button[type=submit]'
const inDays = (n) => new Date(Date.now() + n * 86400000).toISOString().slice(0, 10)

async function tab(page, id) {
  await visit(page, '/service?tab=' + id)
  await page.locator('#service-panel h2').first().waitFor()
  page.clicks = 0
}

async function choose(page, field) {
  await click(page, field)
  await page.locator(field + '-list [role=option]').first().click()
}

after(shut)

test('coordinator: a navigator is trained in 3, and his profile says what he can do', async () => {
  const page = await open({ role: 'centre_coordinator' })
  await tab(page, 'people')
  const row = page.locator('[data-row]').first()
  await click(page, row.locator('[data-act="train"]'))
  await page.waitForSelector('#act-course, #act-course-list')
  await click(page, '#act-course .choice >> nth=0')
  await click(page, '#act-act .choice >> nth=2')
  await sound(page, 'training dialog')
  await click(page, SUBMIT)
  await page.locator('dialog').waitFor({ state: 'detached' })
  assert.ok(page.clicks <= 4, `${page.clicks} clicks`)
  const person = (await ask(page, '/navigators')).items[0]
  assert.ok(person.training.some((course) => course.state === 'valid'))
  await click(page, row.locator('[data-act="profile"]'))
  await page.click('#act-skills .choice >> nth=0')
  await page.fill('#act-full_load', '9')
  await page.click(SUBMIT)
  await page.locator('[data-row]', { hasText: '／上限 9' }).first().waitFor()
  await sound(page, 'navigators')
  await page.context().close()
})

test('a question that is no project yet is answered, and linked to one later', async () => {
  const page = await open({ role: 'navigator' })
  await tab(page, 'enquiries')
  await click(page, '[data-act="open"]')
  await page.fill('#act-subject', '能否先租厂房再办环评')
  await page.fill('#act-question', '企业拟先租标准厂房投产，问环评和消防怎么办')
  await click(page, SUBMIT)
  await page.locator('[data-row]', { hasText: '能否先租厂房' }).waitFor()
  assert.ok(page.clicks <= 2)
  const row = page.locator('[data-row]', { hasText: '能否先租厂房' })
  await click(page, row.locator('[data-act="answer"]'))
  await page.fill('#act-answer', '可先办环评登记，租赁合同作为附件')
  await click(page, SUBMIT)
  await row.locator('[data-act="answer"]').waitFor({ state: 'detached' })
  await click(page, row.locator('[data-act="link"]'))
  await page.locator('#act-project_id').focus()
  // By keys alone, by the number, which none of the names at hand holds: the server finds it.
  const project = (await ask(page, '/projects')).items[0]
  await page.keyboard.type(project.number)
  await page.locator('#act-project_id-list [role=option]', { hasText: project.name }).waitFor()
  assert.equal(await page.locator('#act-project_id-list [role=option]').count(), 1)
  await page.locator('#act-project_id').press('Enter')
  assert.equal(await page.inputValue('#act-project_id'), project.name)
  await click(page, SUBMIT)
  await row.locator('a').first().waitFor()
  await sound(page, 'enquiries')
  await page.context().close()
})

test('navigator: away from Monday on, somebody stands in', async () => {
  const page = await open({ role: 'navigator' })
  await tab(page, 'absences')
  await click(page, '[data-act="note"]')
  await click(page, '#act-substitute_id')
  const me = (await ask(page, '/session')).account.name
  await page.locator('#act-substitute_id-list [role=option]').filter({ hasNotText: me }).first().click()
  await page.fill('#act-from', inDays(20))
  await page.fill('#act-until', inDays(24))
  await click(page, '#act-kind .choice >> nth=0')
  await sound(page, 'absence dialog')
  await click(page, SUBMIT)
  await page.locator('[data-row] [data-act="end"]').first().waitFor()
  assert.ok(page.clicks <= 4, `${page.clicks} clicks`)
  await click(page, page.locator('[data-row] [data-act="end"]').first())
  await page.locator('[data-row] [data-act="end"]').first().waitFor({ state: 'detached' })
  await page.context().close()
})

test('what was handed over is acknowledged item by item', async () => {
  const centre = await open({ role: 'centre_coordinator' })
  const accounts = await ask(centre, '/navigators')
  const second = await open({ role: 'navigator' })
  const mine = (await ask(second, '/session')).account.id
  const project = (await ask(centre, '/projects?stage=under_way&limit=50')).items.find((one) => one.navigator && one.navigator.id !== mine)
  if (project) {
    await visit(centre, `/projects/${project.id}?act=navigator`)
    await centre.locator('#act-account_id input[value="' + mine + '"]').check()
    await centre.click(SUBMIT)
    await centre.locator('dialog').waitFor({ state: 'detached' })
  }
  assert.ok(accounts.items.length)
  await tab(second, 'handovers')
  const row = second.locator('[data-row]').first()
  if (project) {
    await click(second, row.locator('[data-act="acknowledge"]'))
    await click(second, '#act-items .choice >> nth=0')
    await sound(second, 'acknowledging')
    await click(second, SUBMIT)
    await second.locator('dialog').waitFor({ state: 'detached' })
    assert.ok(second.clicks <= 3)
  }
  await sound(second, 'handovers')
  await second.context().close()
  await centre.context().close()
})

test('a leader names a deputy', async () => {
  const page = await open({ role: 'leader' })
  await visit(page, '/promises?tab=deputies')
  await click(page, '[data-act="give"]')
  await click(page, '#act-account_id')
  const me = (await ask(page, '/session')).account.name
  await page.locator('#act-account_id-list [role=option]').filter({ hasNotText: me }).first().click()
  await page.fill('#act-until', inDays(5))
  await page.fill('#act-reason', '外出学习')
  await click(page, SUBMIT)
  await page.locator('[data-row] [data-act="end"]').first().waitFor()
  assert.ok(page.clicks <= 3, `${page.clicks} clicks`)
  await sound(page, 'deputies of a leader')
  await page.context().close()
})

for (const [role, tabs] of [['centre_coordinator', ['people', 'enquiries', 'trips']], ['navigator', ['reminders', 'absences', 'handovers']], ['leader', ['ahead']]]) {
  test(`telephone, large type, English: ${tabs} for ${role}`, async () => {
    for (const how of [{ width: 390, height: 844, touch: true }, { width: 320, height: 720, touch: true, big: true, english: true }, { english: true }]) {
      const page = await open({ role, ...how })
      for (const one of tabs) {
        await tab(page, one)
        await sound(page, one + ' ' + JSON.stringify(how))
      }
      await page.context().close()
    }
  })
}
