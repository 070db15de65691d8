// Drives Debian's chromium against a running platform.
//   LIANDONG_URL       where it is (default http://127.0.0.1:8080)
//   LIANDONG_ACCOUNTS  a JSON file: {"navigator": {"login": "..", "password": ".."}, ...} by role, or a
//                      list (also under "accounts") of {"role" or "roles", "login", "password"}
//   CHROMIUM           the browser (default /usr/bin/chromium)
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const require = createRequire(new URL('../../web/package.json', import.meta.url))
const { chromium } = require('playwright-core')
export const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

export const base = (process.env.LIANDONG_URL || 'http://127.0.0.1:8080').replace(/\/$/, '')
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb']

function readAccounts() {
  const file = process.env.LIANDONG_ACCOUNTS
  if (!file) throw new Error('LIANDONG_ACCOUNTS names no file')
  const given = JSON.parse(readFileSync(file, 'utf8'))
  const rows = Array.isArray(given) ? given : given.accounts
  return rows || Object.entries(given).map(([role, one]) => ({ role, ...one }))
}

let accounts
/** Who plays a role; "department_officer@zjj" means the one of that unit, "enterprise4" the one with that login. */
export function account(who) {
  accounts = accounts || readAccounts()
  const [role, org] = who.split('@')
  const found = accounts.find((one) => one.login === who || ((one.roles || [one.role]).includes(role) && (!org || one.org === org)))
  if (!found) throw new Error(`no account for ${who} in LIANDONG_ACCOUNTS`)
  return found
}

export function has(who) {
  try {
    return !!account(who)
  } catch {
    return false
  }
}

let browser
export async function launch() {
  // A fresh profile each time: the browser makes its own temporary one.
  browser = browser || await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS })
  return browser
}

export async function shut() {
  await browser?.close()
  browser = undefined
}

const cookies = new Map()

/**
 * A page of its own context. What goes wrong in it (console errors, exceptions, refusals by the
 * content security policy, unanswered requests) is gathered in page.faults.
 */
export async function open({ width = 1440, height = 900, big = false, english = false, role = null, touch = false } = {}) {
  const context = await (await launch()).newContext({ viewport: { width, height }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', hasTouch: touch, reducedMotion: 'reduce' })
  await context.addInitScript(([isBig, isEnglish]) => {
    localStorage.setItem('liandong.big', isBig ? '1' : '0')
    localStorage.setItem('liandong.lang', isEnglish ? 'en' : 'zh')
    document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
  }, [big, english])
  const page = await context.newPage()
  page.faults = []
  page.on('console', (message) => {
    if (message.type() === 'error') page.faults.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => page.faults.push(String(error)))
  page.clicks = 0
  page.setDefaultTimeout(12000)
  if (role) await signedIn(page, role)
  return page
}

/** Signs in once a role and keeps the cookie: signing in is slow on purpose. */
async function signedIn(page, role) {
  if (!cookies.has(role)) {
    await page.goto(base + '/')
    await signIn(page, role)
    cookies.set(role, await page.context().cookies())
    return
  }
  await page.context().addCookies(cookies.get(role))
  await page.goto(base + '/')
  await page.waitForURL((url) => url.pathname !== '/')
  await settled(page)
}

export async function signIn(page, role) {
  const { login, password } = account(role)
  await page.fill('#login', login)
  await page.fill('#password', password)
  await page.press('#password', 'Enter')
  await page.waitForURL((url) => url.pathname !== '/')
  await settled(page)
  if (new URL(page.url()).pathname === '/posts') {
    await page.click('.posts__one')
    await page.waitForURL((url) => url.pathname !== '/posts')
    await settled(page)
  }
}

/** Everything asked for has been answered and shown. */
export async function settled(page) {
  await page.waitForLoadState('domcontentloaded')
  await page.waitForSelector('main h1', { state: 'attached' })
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
  await page.waitForTimeout(150)
}

export async function visit(page, path) {
  await page.goto(base + path)
  await settled(page)
}

/** A click that is counted; budgets are counted in clicks. */
export async function click(page, selector, options) {
  page.clicks++
  await (typeof selector === 'string' ? page.locator(selector).first() : selector).click(options)
}

export async function axe(page) {
  await page.evaluate(axeSource)
  const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }))
  return result.violations.map((one) => `${one.id} (${one.nodes.length}): ${one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary.split('\n').slice(1, 2).join(' ').trim()}`).join(' | ')}`)
}

/** Keys of the dictionary that were shown instead of words. */
export function rawKeys(page) {
  return page.evaluate(() => (document.body.innerText.match(/\b(core|kit|form|detail|sign|work|lead|projects?|plans?|queue|cw|item|act|upload|screening|facts|problems|ent|figures|admin|search|account|causes|whatif|effect|sheet|routes|chance|capacity|rehearsal|intake|rules|rulecal|ruleeff|ruledlg|promise|desk|bundle|change|split|claim|ind|rating|factor)\.[a-z]+(_[a-z]+)*\b|core\.missing \S+/g) || []))
}

export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** One question to the API as the page's own user; null when it is refused. */
export function ask(page, path) {
  return page.evaluate(async (where) => {
    const answer = await fetch('/api/v1' + where)
    return answer.ok ? answer.json() : null
  }, path)
}

/** Acts as the page's own user, past the page: as another window of the same person would. */
export function act(page, path, body) {
  return page.evaluate(async ([where, what]) => {
    const session = await (await fetch('/api/v1/session')).json()
    const answer = await fetch('/api/v1' + where, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf, 'Idempotency-Key': String(Math.random()) }, body: JSON.stringify(what) })
    return answer.status
  }, [path, body])
}

/** Nothing is wrong with the page: no barrier, no error, no key instead of words, nothing too wide. */
export async function sound(page, where) {
  const wide = await overflow(page)
  const faults = [...await axe(page), ...page.faults, ...(await rawKeys(page)).map((key) => 'key shown: ' + key), ...(wide > 0 ? [`${wide} pixels too wide`] : [])]
  assert.deepEqual(faults, [], where)
}
