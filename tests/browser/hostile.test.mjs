// What people write is text: stored words that look like scripts, links, templates or markup, that turn the reading round or never end, are
// shown as they were written, on every page of people who move a project, to every role, on a desk and on a telephone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, has, open, overflow, shut, visit } from './lib.mjs'

const NAUGHTY = [
  '<script>alert(1)</script>甲',
  '"><img src=x onerror=alert(2) class=naughty>乙',
  "' onmouseover='alert(3)' x='丙",
  '{{constructor.constructor("alert(4)")()}}丁${1+1}',
  'javascript:alert(5)//戊',
  '<a href="javascript:alert(6)" class=naughty>己</a>',
  '</textarea></title><svg onload=alert(7) class=naughty>庚',
  '🏗️👩‍👩‍👧‍👦é́́́́́́🇨🇳辛',
  '不断开'.repeat(24) + '壬',
  '\u202Eטקסט\u200B\u2066عربي癸',
  '%s%n&lt;b&gt;&#x27;\\u003cscript\\u003e子',
  '=HYPERLINK("http://x.example","丑")',
]
const LONG = '长文'.repeat(1999)

const said = new Set() // all that was stored
const pages = {}
const found = {}
let turn = 0

/** The next words that fit, with one behind them that has no end. */
function words(max = 2000) {
  for (;;) {
    const start = NAUGHTY[turn++ % NAUGHTY.length]
    const left = max - start.length
    if (left < 0) continue
    const one = start + 'W'.repeat(Math.min(left, 90))
    said.add(one)
    return one
  }
}

async function as(role) {
  pages[role] = pages[role] || await open({ role })
  return pages[role]
}

/** Gives a command as a person of the role; what is refused fails. */
async function give(role, path, body, wanted = 200) {
  const answer = await (await as(role)).evaluate(async ([where, what]) => {
    const session = await (await fetch('/api/v1/session')).json()
    const got = await fetch('/api/v1' + where, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf, 'Idempotency-Key': String(Math.random()) }, body: JSON.stringify(what) })
    return { status: got.status, json: await got.json() }
  }, [path, body])
  assert.equal(answer.status, wanted, `${role} ${path}: ${JSON.stringify(answer.json)}`)
  return answer.json.id
}

const look = async (role, path) => ask(await as(role), path)

async function seed() {
  const session = await look('enterprise', '/session')
  const { project_id: project } = session.post
  const day = session.today
  const detail = await look('centre_coordinator', `/projects/${project}`)
  const pack = await look('centre_coordinator', '/pack')
  const org = detail.applications.map((one) => one.org).find((one) => has('department_officer@' + one))
  const officer = `department_officer@${org}`
  const owner = (await look(officer, '/session')).account.id
  Object.assign(found, { project, officer })

  const whistle = await give('enterprise', `/projects/${project}/whistles`, { said: words(), org })
  await give(officer, `/whistles/${whistle}/report-in`, { said: words(), next_on: day })
  await give('enterprise', `/whistles/${whistle}/reopen`, { reason: words() })
  await give('centre_coordinator', `/whistles/${whistle}/problem`, { title: words(100), category: pack.problem_categories[0].code })

  const raise = () => give('enterprise', `/projects/${project}/problems`, { title: words(100), category: pack.problem_categories[0].code, description: words() })
  await give('enterprise', `/projects/${project}/problems`, { title: '长', category: pack.problem_categories[0].code, description: 'x'.repeat(10000) }, 422)
  await raise()
  found.problem = await raise()
  await give('centre_coordinator', `/problems/${found.problem}/assign`, { org, owner, measures: words(), due_on: day })
  await give(officer, `/problems/${found.problem}/solve`, { solution: words(), no_evidence: words(500), cause: pack.problem_causes[0].code })
  await give('centre_coordinator', `/problems/${found.problem}/return`, { reason: words() })
  await give(officer, `/problems/${found.problem}/solve`, { solution: LONG, no_evidence: words(500), cause: pack.problem_causes[0].code })
  await give('centre_coordinator', `/problems/${found.problem}/verify`, { note: words(), accepts_statement: true })
  await give('centre_coordinator', `/problems/${found.problem}/draft`, { title: words(100), body: words(1000) })
  await give('enterprise', `/problems/${found.problem}/escalate`, { reason: words() })

  const order = await give('supervisor', `/projects/${project}/supervision-orders`, { org, asked: words(), days: 3, source: 'supervision', reference: words(100) })
  await give(officer, `/supervision-orders/${order}/acknowledge`, { note: words() })

  const called = { held_on: day, starts: '09:00', ends: '10:00', place: words(200), orgs: [org], short_notice: words(500) }
  found.meeting = await give('centre_coordinator', '/meetings', { ...called, kind: 'consultation', title: words(200) })
  await give('centre_coordinator', `/meetings/${found.meeting}/points`, { about: 'free', title: words(200), project_id: project, orgs: [org] })
  await give('centre_coordinator', `/meetings/${found.meeting}/move`, { held_on: day, starts: '10:00', ends: '11:00', place: words(200), reason: words(500) })
  await give('centre_coordinator', `/meetings/${found.meeting}/attendance`, { orgs: [org] })
  const [first, ...others] = (await look('centre_coordinator', `/meetings/${found.meeting}`)).points
  await give('centre_coordinator', `/meeting-points/${first.id}/decide`, { decision: words(), org, due_on: day, basis: words(500) })
  for (const one of others) await give('centre_coordinator', `/meeting-points/${one.id}/carry`, { reason: words() })
  await give('centre_coordinator', `/meetings/${found.meeting}/minutes`, { summary: words() })
  await give(officer, `/meetings/${found.meeting}/confirmation`, { objection: words() })
  const task = (await look(officer, '/meeting-tasks'))?.items?.find((one) => one.meeting_id === found.meeting)
  if (task) await give(officer, `/meeting-tasks/${task.id}/report`, { solution: words(), no_evidence: words(500) })

  found.briefing = await give('centre_coordinator', '/meetings', { ...called, kind: 'policy_briefing', title: words(200), place: words(200) })
  await give('centre_coordinator', `/meetings/${found.briefing}/guests`, { project_id: project })
  const question = await give('enterprise', `/meetings/${found.briefing}/questions`, { org, question: words(1000), project_id: project })
  await give(officer, `/meeting-questions/${question}/answer`, { answer: words(), shown: 'guests' })

  const enquiry = await give('centre_coordinator', '/enquiries', { subject: words(100), question: words(), enterprise: words(200), contact: words(200) })
  await give('centre_coordinator', `/enquiries/${enquiry}/answer`, { answer: words() })
  await give('navigator', '/bring-forwards', { project_id: project, on: day, note: words(500) })
  for (const shown of [true, false]) await give('navigator', `/projects/${project}/log`, { kind: 'note', words: words(), shown })
  await give('navigator', `/projects/${project}/log`, { kind: 'number', system: words(60), number: words(100), shown: true })
  await give('navigator', `/projects/${project}/people`, { role: pack.contact_roles[0].id, words: words(200) })
  await give('enterprise', `/projects/${project}/requests`, { kind: 'talent', said: words() })
  const open_case = detail.applications.find((one) => one.org === org && one.state === 'accepted')
  if (open_case) await give(officer, `/applications/${open_case.id}/promises`, { what: 'decide', on: day, words: words() })
}

function routes() {
  const { project, officer, meeting, briefing, problem } = found
  const held = [`/meetings/${meeting}`, `/meetings/${briefing}`]
  const common = [`/projects/${project}`, '/problems', `/problems?problem=${problem}`, '/notices']
  return [
    ['centre_coordinator', [...common, '/workbench', '/service', '/meetings', '/meetings?tab=tasks', ...held, '/promises', '/promises?tab=orders', '/oversight', '/oversight?tab=orders', '/requests', '/due', '/problems?view=table', `/search?q=${encodeURIComponent('<script>')}`]],
    ['navigator', [...common, '/workbench', '/service', ...held, '/promises?tab=orders', '/due']],
    ['enterprise', [...common, '/enterprise', '/policies', '/requests', '/promises', `/projects/${project}/policies`]],
    [officer, ['/problems', `/problems?problem=${problem}`, '/queue', '/meetings?tab=tasks', ...held, '/promises?tab=orders', '/promises?tab=whistles', '/notices']],
    ['leader', ['/cockpit', `/projects/${project}`, '/problems', `/problems?problem=${problem}`, ...held]],
    ['supervisor', [`/problems?problem=${problem}`, '/oversight?tab=orders', held[0], '/notices']],
    ['district_coordinator', ['/workbench', '/problems', '/meetings']],
  ]
}

/** What a page made of the words: elements of theirs, links that run, scripts. */
function made() {
  const wrong = [...document.querySelectorAll('.naughty, main script, main svg[onload], [onmouseover], [onerror], [onload]')].map((one) => one.outerHTML.slice(0, 80))
  return [...wrong, ...[...document.querySelectorAll('[href], [src]')].map((one) => (one.getAttribute('href') || one.getAttribute('src')).trim()).filter((href) => /^(javascript|data:text)/i.test(href))]
}

after(shut)
before(seed)

test('what was written is shown as it was written, and does nothing', { timeout: 180000 }, async () => {
  const faults = []
  const seen = new Set()
  for (const [role, paths] of routes()) {
    const page = await as(role)
    page.on('dialog', (dialog) => { faults.push(`${role}: a dialog ${dialog.message()}`); dialog.dismiss() })
    for (const path of paths) {
      page.faults.length = 0
      await page.setViewportSize({ width: 1440, height: 900 })
      await visit(page, path).catch((error) => faults.push(`${role} ${path}: ${String(error).slice(0, 60)} ${page.faults}`))
      const text = await page.evaluate(() => document.body.innerText + [...document.querySelectorAll('input, textarea')].map((one) => one.value).join('\n'))
      for (const one of said) if (text.includes(one)) seen.add(one)
      const wrong = [...await page.evaluate(made), ...page.faults]
      for (const width of [1440, 390]) {
        if (width === 390) await page.setViewportSize({ width, height: 844 })
        await page.waitForTimeout(width === 390 ? 150 : 0)
        const wide = await overflow(page)
        if (wide > 0) wrong.push(`${wide} pixels too wide at ${width}`)
      }
      faults.push(...wrong.map((one) => `${role} ${path}: ${one}`))
    }
  }
  assert.deepEqual(faults, [])
  assert.deepEqual([...said].filter((one) => !seen.has(one)), [], 'never shown as written')
})
