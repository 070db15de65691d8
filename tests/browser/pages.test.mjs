// Every page for everyone who may see it: no accessibility violation, no console error, no refusal by
// the content security policy, no key instead of a word, no sideways scrolling; in Chinese and
// English, in normal and large text, on a desk and on a phone, and at 320 pixels.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, axe, has, open, overflow, rawKeys, shut, visit } from './lib.mjs'

// LIANDONG_ALL=1 looks at all of them; without it at those that differ most from each other.
const FEW = [{ width: 1440, height: 900 }, { width: 1440, height: 900, english: true, big: true }, { width: 390, height: 844, big: true }, { width: 320, height: 640, english: true }]
const MORE = [
  { width: 1440, height: 900, english: true }, { width: 1440, height: 900, big: true },
  { width: 390, height: 844 }, { width: 390, height: 844, english: true }, { width: 390, height: 844, english: true, big: true }, { width: 320, height: 640 },
]
const MODES = process.env.LIANDONG_ALL ? [...FEW, ...MORE] : FEW
const nameOf = (mode) => `${mode.width}${mode.english ? ' en' : ' zh'}${mode.big ? ' big' : ''}`

const found = {}

/** Things of the running database to look at: a project under way, a case in it, a lead, a problem. */
async function look() {
  const page = await open({ role: 'centre_coordinator' })
  const first = async (path) => (await ask(page, path))?.items?.[0] || null
  found.project = await first('/projects?stage=under_way')
  found.detail = found.project && await ask(page, `/projects/${found.project.id}`)
  found.item = found.detail?.nodes.find((node) => node.kind === 'item' && node.critical && !node.actual_start)?.code
  found.lead = (await first('/projects?stage=screened')) || (await first('/projects?stage=lead'))
  found.problem = await first('/problems')
  await page.context().close()
  // Of the navigator's own: another's project does not exist for him.
  const navigator = await open({ role: 'navigator' })
  found.served = (await ask(navigator, '/projects?stage=served'))?.items?.[0] || found.project
  found.intake = (await ask(navigator, `/projects/${found.project.id}/intakes`)).items[0].id
  const routes = await ask(navigator, `/projects/${found.served.id}/routes`)
  found.route = routes.best.variants.join(',')
  await navigator.context().close()
}

function routes() {
  const id = found.project.id
  const application = found.detail.applications[0]?.id
  const waiting = found.detail.nodes.find((node) => !node.actual_start && node.kind === 'item')?.code
  const item = found.detail.nodes.find((node) => !node.application_id && node.kind === 'item')?.code
  return [
    [null, ['/', '/nothing']],
    ['navigator', ['/workbench', '/service', `/projects/${id}`, `/projects/${id}?zoom=week`, `/projects/${id}?view=network`, `/projects/${id}?view=list`, `/projects/${id}?why=1`, `/projects/${id}?chance=1`, `/projects/${id}?whatif=${waiting}:days=30`, `/projects/${id}?view=list&whatif=${waiting}:days=30`, `/projects/${id}?whatif=&suppose=${waiting}`, `/projects/${id}?tab=files`, `/projects/${id}?tab=problems`, `/projects/${id}?tab=about`, `/projects/${id}?tab=history`, `/projects/${id}?application=${application}`, `/projects/${id}?item=${item}`, `/projects/${id}?act=milestone`, `/projects/${id}?act=problem`, `/projects/${found.served.id}/facts`, `/projects/${found.served.id}/guide`, '/ask', `/projects/${found.served.id}/intake`, `/intakes/${found.intake}`, `/projects/${found.served.id}/plan`, `/projects/${found.served.id}/plan?route=${found.route}&by=2027-06-30&view=gantt`, '/leads/new']],
    ['promotion_officer', [`/projects/${found.lead.id}`, `/projects/${found.lead.id}/screening`]],
    ['centre_coordinator', ['/projects', '/service', '/oversight', '/problems', '/problems?view=table', '/problems?state=climbing', `/problems?problem=${found.problem?.id || 0}`, '/applications', '/visits', '/capacity', `/rehearsal?item=${found.item}&days=90`]],
    ['department_officer', ['/queue', '/cockpit', '/capacity', '/rehearsal']],
    ['leader', ['/cockpit', '/projects?stuck=late', '/service', '/search?q=%E6%A0%B7', '/account']],
    ['supervisor', ['/cockpit', '/capacity', '/rehearsal?off=2027-03-01']],
    ['enterprise', ['/enterprise', '/enterprise/upload', '/problems']],
    ['system_admin', ['/accounts']],
    ['security_admin', ['/accounts']],
    ['audit_admin', ['/audit']],
  ]
}

/** Text below 14 pixels, which the design never allows, drawings included. */
function smallText() {
  return [...document.querySelectorAll('body *')].filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && parseFloat(getComputedStyle(one).fontSize) < 14)
    .slice(0, 3).map((one) => `small text: ${one.className} ${one.textContent.trim().slice(0, 20)} ${getComputedStyle(one).fontSize}`)
}

async function check(page, path) {
  page.faults.length = 0
  await visit(page, path)
  const faults = [...await axe(page), ...page.faults, ...(await rawKeys(page)).map((key) => 'key shown: ' + key)]
  faults.push(...await page.evaluate(smallText))
  const wide = await overflow(page)
  if (wide > 0) faults.push(`${wide} pixels too wide`)
  return faults.map((fault) => `${path}: ${fault}`)
}

before(look)
after(shut)

for (const mode of MODES) {
  test(`pages at ${nameOf(mode)}`, { timeout: 600000 }, async () => {
    const faults = []
    for (const [role, paths] of routes()) {
      if (role && !has(role)) continue
      const page = await open({ ...mode, role })
      for (const path of paths) faults.push(...await check(page, path))
      await page.context().close()
    }
    assert.deepEqual(faults, [])
  })
}

test('hit areas are as large as a finger: 44, in large text 60', async () => {
  for (const [big, least] of [[false, 44], [true, 60]]) {
    const page = await open({ width: 390, height: 844, big, role: 'enterprise', touch: true })
    await visit(page, '/enterprise')
    const small = await page.evaluate((size) => [...document.querySelectorAll('button, .btn, .nav__link, select, input:not([type=file])')]
      .filter((one) => one.offsetParent && one.getBoundingClientRect().height < size - 0.5).map((one) => `${one.textContent.trim().slice(0, 20)} ${Math.round(one.getBoundingClientRect().height)}`), least)
    assert.deepEqual(small, [])
    await page.context().close()
  }
})

test('the plan prints and stays readable without colours', async () => {
  const page = await open({ role: 'navigator' })
  await visit(page, `/projects/${found.project.id}`)
  await page.emulateMedia({ forcedColors: 'active' })
  assert.ok(await page.locator('.light svg').first().isVisible())
  await page.emulateMedia({ media: 'print', forcedColors: 'none' })
  assert.ok((await page.pdf({ preferCSSPageSize: true })).length > 10000)
  await page.context().close()
})

test('keyboard: the first stop skips to the content, every stop is visible', async () => {
  const page = await open({ role: 'navigator' })
  await visit(page, '/workbench')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main')
  for (let stop = 0; stop < 30; stop++) {
    await page.keyboard.press('Tab')
    const seen = await page.evaluate(() => {
      const one = document.activeElement
      if (one === document.body) return true
      const style = getComputedStyle(one)
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 3
    })
    assert.ok(seen, `stop ${stop} shows no focus`)
  }
  await page.context().close()
})
