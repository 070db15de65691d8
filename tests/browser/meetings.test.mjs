// Meetings: called in three clicks, the agenda there by itself; a point is decided with a unit, minutes are issued; a second browser sees it without
// loading anew; on a telephone too.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axe, click, open, overflow, rawKeys, settled, shut, visit } from './lib.mjs'

after(shut)

async function sound(page, where) {
  const faults = [...await axe(page), ...page.faults, ...(await rawKeys(page)).map((key) => 'key shown: ' + key)]
  const wide = await overflow(page)
  if (wide > 0) faults.push(`${wide} pixels too wide`)
  assert.deepEqual(faults, [], where)
}

test('an ordinary meeting is called from the workbench in three clicks, its agenda of what is open', async () => {
  const page = await open({ role: 'centre_coordinator' })
  await visit(page, '/workbench')
  page.clicks = 0
  await click(page, page.locator('nav a[href="/meetings"]').first())
  await click(page, '[data-act=call]')
  await page.locator('#act-kind').waitFor()
  await click(page, 'dialog button[type=submit]')
  await page.waitForURL(/meetings\/\d+/)
  await settled(page)
  assert.equal(page.clicks, 3)
  const meeting = await ask(page, '/meetings/' + page.url().match(/meetings\/(\d+)/)[1])
  const open_ones = (await ask(page, '/problems?limit=100')).items.filter((one) => ['raised', 'assigned'].includes(one.state)).map((one) => one.id)
  assert.ok(open_ones.length > 0)
  assert.deepEqual(meeting.points.filter((one) => one.about === 'problem').map((one) => one.about_id).sort(), open_ones.sort(), 'every open problem is a point')
  for (const point of meeting.points) await page.locator('ol.rule > li', { hasText: point.title }).first().waitFor()
  await sound(page, 'the meeting called')
  await page.context().close()
})

test('called, held, minuted', { timeout: 300000 }, async () => {
  const page = await open({ role: 'centre_coordinator' })
  const today = (await ask(page, '/session')).today
  await visit(page, '/meetings')
  await sound(page, 'the list')
  await page.locator('[data-act=call]').click()
  // The form is filled but for what a meeting today needs: three clicks in all.
  await page.locator('input[type=date]').first().fill(today)
  await page.locator('#act-short_notice').fill('情况紧急')
  await sound(page, 'the call')
  await page.locator('dialog button[type=submit]').click()
  await page.waitForURL(/meetings\/\d+/)
  await settled(page)
  await sound(page, 'the meeting')
  const id = Number(page.url().match(/meetings\/(\d+)/)[1])
  const meeting = await ask(page, '/meetings/' + id)
  assert.ok(meeting.points.length > 0, 'its agenda comes by itself')
  assert.equal(await page.locator('ol.rule > li').count(), meeting.points.length)

  for (const act of ['invitations', 'move']) {
    await page.locator(`[data-act=${act}]`).click()
    await page.locator('dialog button[type=submit]').waitFor()
    await sound(page, act)
    if (act === 'move') {
      await page.locator('#act-place').fill('二楼第三会议室')
      await page.locator('#act-reason').fill('会场冲突')
      await page.locator('dialog button[type=submit]').click()
      await page.getByText('二楼第三会议室').first().waitFor()
    } else await page.keyboard.press('Escape')
  }
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: /PDF/ }).first().click()
  assert.match((await saved).suggestedFilename(), /\.pdf$/, 'the papers are kept as a PDF')

  // Somebody else looks on: what is decided here is there without a reload.
  const point = meeting.points.find((one) => one.project)
  const other = await open({ role: 'leader' })
  await visit(other, '/meetings/' + id)
  const row = page.locator('ol.rule > li', { hasText: point.title }).first()
  await row.locator('[data-act=decide]').click()
  await page.locator('#act-decision').fill('十日内办结')
  const unit = page.locator('#act-org')
  if (!(await unit.inputValue())) {
    await unit.fill('建')
    await page.getByRole('option').first().click()
  }
  await page.locator('dialog button[type=submit]').click()
  await page.locator('ol.rule > li', { hasText: '十日内办结' }).waitFor()
  await other.locator('ol.rule > li', { hasText: '十日内办结' }).waitFor({ timeout: 15000 })
  await other.context().close()

  for (;;) {
    const next = page.locator('ol.rule > li [data-act=carry]').first()
    if (!(await next.count())) break
    const left = await page.locator('[data-act=carry]').count()
    await next.click()
    await page.locator('#act-reason').fill('下次再议')
    await page.locator('dialog button[type=submit]').click()
    await page.waitForFunction((before) => document.querySelectorAll('ol.rule [data-act=carry]').length < before, left)
  }
  await page.locator('[data-act=attendance]').click()
  await page.locator('dialog button[type=submit]').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  await page.locator('[data-act=minutes]').click()
  await page.locator('dialog button[type=submit]').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  await settled(page)
  assert.equal((await ask(page, '/meetings/' + id)).state, 'minuted')
  await sound(page, 'the minutes')
  await visit(page, '/meetings?tab=tasks')
  await page.locator('li', { hasText: '十日内办结' }).first().waitFor()
  await sound(page, 'the tasks')
  await page.context().close()
})

test('a briefing: an enterprise asks, the unit answers, the enterprise reads it', { timeout: 300000 }, async () => {
  const page = await open({ role: 'centre_coordinator' })
  const dept = await open({ role: 'department_officer@zjj' })
  const enterprise = await open({ role: 'enterprise1', width: 390, height: 844, touch: true })
  const today = (await ask(page, '/session')).today
  const project = (await ask(enterprise, '/home-enterprise')).projects[0]
  const submit = async (on) => {
    await on.locator('dialog button[type=submit]').click()
    await on.locator('dialog').waitFor({ state: 'detached' })
    await settled(on)
  }
  const choose = async (on, field, words) => {
    if ((await on.locator(`#act-${field}`).evaluate((one) => one.tagName)) === 'INPUT') {
      await on.locator(`#act-${field}`).fill(words)
      await on.getByRole('option').first().click()
    } else await on.getByText(words).last().click()
  }
  await visit(page, '/meetings')
  await page.locator('[data-act=call]').click()
  await page.locator('#act-kind').selectOption({ label: '政策宣讲' }).catch(() => page.getByText('政策宣讲').last().click())
  await page.locator('input[type=date]').first().fill(today)
  await page.locator('#act-short_notice').fill('企业集中反映')
  await page.locator('dialog button[type=submit]').click()
  await page.waitForURL(/meetings\/\d+/)
  await settled(page)
  const id = Number(page.url().match(/meetings\/(\d+)/)[1])
  await page.locator('[data-act=invitations]').click()
  await choose(page, 'org', '住房')
  await submit(page)
  await page.locator('[data-act=invite]').click()
  await page.locator('#act-project_id').fill(project.name.slice(0, 6))
  await page.getByRole('option', { name: project.name }).first().click()
  await sound(page, 'the invitation')
  await submit(page)
  await page.locator('li', { hasText: project.name }).locator('[data-act=attend]').first().click()
  await page.locator('li', { hasText: project.name }).locator('.tag', { hasText: '已到会' }).waitFor()
  await sound(page, 'the briefing')

  await visit(enterprise, '/enterprise')
  await enterprise.locator('[data-act=ask]').first().click()
  await enterprise.locator('#act-question').fill('环评与用地预审可以并联吗')
  const unit = enterprise.locator('dialog input[type=radio]').first()
  if (await unit.count()) await unit.check()
  else await choose(enterprise, 'org', '住房')
  await sound(enterprise, 'the question')
  await submit(enterprise)
  await sound(enterprise, 'the enterprise')

  await visit(dept, '/meetings/' + id)
  const row = dept.locator('li', { hasText: '环评与用地预审可以并联吗' })
  await row.locator('[data-act=answer]').click()
  await dept.locator('#act-answer').fill('可以，材料一次提交')
  await dept.locator('dialog input[type=radio]').last().check()
  await sound(dept, 'the answer')
  await submit(dept)
  await enterprise.getByText('可以，材料一次提交').waitFor({ timeout: 20000 })

  await visit(page, '/meetings?tab=questions')
  await page.locator('#meet-words').fill('用地预审')
  await page.keyboard.press('Enter')
  await page.getByText('可以，材料一次提交').waitFor()
  await sound(page, 'what was asked')
  if (process.env.SHOTS) {
    await visit(page, '/meetings/' + id)
    await page.screenshot({ path: process.env.SHOTS + '/briefing.png', fullPage: true })
    await enterprise.screenshot({ path: process.env.SHOTS + '/enterprise.png', fullPage: true })
  }
  for (const one of [page, dept, enterprise]) await one.context().close()
})

test('a task is closed with evidence, by who leads such meetings', { timeout: 200000 }, async () => {
  const page = await open({ role: 'centre_coordinator' })
  const left = (await ask(page, '/meeting-tasks')).items.find((one) => one.project_id && one.state === 'open')
  const dept = await open({ role: 'department_officer@' + left.org })
  const files = (await ask(dept, `/projects/${left.project_id}/files`)).items
  await visit(dept, '/meetings?tab=tasks')
  const row = dept.locator('li', { hasText: left.what }).first()
  await row.locator('[data-act=report]').click()
  await dept.locator('#act-solution').fill('已书面答复企业')
  await sound(dept, 'the report')
  await dept.locator('dialog button[type=submit]').click()
  await dept.locator('dialog [role=alert]').first().waitFor()
  assert.equal((await ask(dept, '/meeting-tasks')).items.find((one) => one.id === left.id).state, 'open', 'nothing is done without evidence')
  dept.faults.length = 0 // the refusal is told by the browser too
  // One that the project has, and one that is added here.
  assert.ok(files.length > 0)
  await dept.locator('dialog input[type=checkbox]').first().check()
  await dept.setInputFiles('dialog input[type=file][multiple]', { name: '答复企业的函.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') })
  await dept.locator('dialog .upload__file').waitFor()
  await sound(dept, 'the report with a file')
  if (process.env.SHOTS) await dept.screenshot({ path: process.env.SHOTS + '/task.png' })
  await dept.locator('dialog button[type=submit]').click()
  await dept.locator('dialog').waitFor({ state: 'detached' })
  await settled(dept)
  const reported = (await ask(dept, '/meeting-tasks')).items.find((one) => one.id === left.id)
  assert.equal(reported.state, 'reported')
  assert.equal(reported.evidence.length, 2)
  assert.equal((await ask(dept, `/projects/${left.project_id}/files`)).items.length, files.length + 1, 'what was added is a file of the project')
  assert.ok(!reported.may.includes('accept'), 'who did it does not accept it')
  await sound(dept, 'what was handed in')
  await visit(page, '/meetings?tab=tasks')
  await page.locator('li', { hasText: left.what }).first().locator('[data-act=accept]').click()
  await page.locator('#act-note').fill('已核实')
  await page.locator('dialog button[type=submit]').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  assert.ok(!(await ask(page, '/meeting-tasks')).items.some((one) => one.id === left.id), 'done')
  for (const one of [page, dept]) await one.context().close()
})

// Clicks on the page and in its dialogs; what is typed counts nothing.
function budget(page) {
  let clicks = 0
  return {
    async click(what) { clicks++; await what.click() },
    done(most, what) { assert.ok(clicks <= most, `${what}: ${clicks} clicks, at most ${most}`); clicks = 0 },
  }
}

test('a special deliberation adopts a way of a project', { timeout: 200000 }, async () => {
  const page = await open({ role: 'centre_coordinator' })
  const count = budget(page)
  const today = (await ask(page, '/session')).today
  const submit = async () => {
    await count.click(page.locator('dialog button[type=submit]'))
    await page.locator('dialog').waitFor({ state: 'detached' })
    await settled(page)
  }
  await visit(page, '/meetings')
  await count.click(page.locator('[data-act=call]'))
  await page.locator('#act-kind').selectOption('special_deliberation').catch(() => page.getByText('一事一议').last().click())
  await page.locator('input[type=date]').first().fill(today)
  await page.locator('#act-short_notice').fill('方案待定')
  await count.click(page.locator('dialog button[type=submit]'))
  await page.waitForURL(/meetings\/\d+/)
  await settled(page)
  count.done(3, 'calling')
  const id = Number(page.url().match(/meetings\/(\d+)/)[1])
  const offered = (await ask(page, `/meetings/${id}/candidates`)).items.find((one) => one.about === 'route')
  const before = (await ask(page, `/projects/${offered.about_id}/plans`)).items.length
  await count.click(page.locator('[data-act=points]'))
  await page.locator('#act-about_id').selectOption('route ' + offered.about_id)
  await submit()
  count.done(3, 'a point')
  await count.click(page.locator('[data-act=adopt]'))
  await page.locator('#act-route').waitFor()
  await sound(page, 'the ways there are')
  await page.locator('#act-route').selectOption({ index: 1 })
  await page.locator('#act-decision').fill('采用该办理方式，由牵头单位组织')
  await page.locator('#act-org').fill('发展')
  await count.click(page.locator('[role=option]').first())
  await submit()
  count.done(4, 'adopting')
  await page.getByText('采用该办理方式，由牵头单位组织').waitFor()
  const point = (await ask(page, '/meetings/' + id)).points.find((one) => one.about === 'route')
  assert.equal(point.state, 'decided')
  assert.equal((await ask(page, `/projects/${offered.about_id}/plans`)).items.length, before + 1)
  assert.equal((await ask(page, `/projects/${offered.about_id}/plans`)).items[0].number, point.plan)
  await sound(page, 'what was adopted')
  await page.context().close()
})

test('on a telephone', { timeout: 120000 }, async () => {
  const page = await open({ role: 'leader', width: 390, height: 844, touch: true })
  await visit(page, '/meetings')
  await sound(page, 'the list')
  const rows = (await ask(page, '/meetings')).items
  if (rows.length) {
    await visit(page, '/meetings/' + rows[0].id)
    await sound(page, 'a meeting')
  }
  await page.context().close()
})

test('the address of one\'s calendar', { timeout: 200000 }, async () => {
  for (const width of [1440, 390]) {
    const page = await open({ role: 'department_officer', width })
    await visit(page, '/account')
    await sound(page, 'the account ' + width)
    await page.getByRole('button', { name: /生成新地址|Make a new address/ }).click()
    await page.locator('#feed-address').waitFor()
    assert.match(await page.locator('#feed-address').inputValue(), /\/calendar\/[\w-]{40,}\.ics$/)
    await sound(page, 'the address ' + width)
    await page.getByRole('button', { name: /^(撤销|Revoke)$/ }).click()
    await page.locator('#feed-address').waitFor({ state: 'detached' })
    await page.context().close()
  }
})
