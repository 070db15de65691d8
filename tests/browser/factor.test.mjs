// The second factor: set up on the page of one's account with a telephone's codes (made here), asked for when signing in,
// removed by the security administrator for whoever has lost it.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, test } from 'node:test'
import { account, ask, base, open, settled, shut, sound, visit } from './lib.mjs'

after(shut)

/** RFC 6238 of a secret in base32; `ahead` steps from now. */
function code(secret, ahead = 0) {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + ahead))
  const digest = createHmac('sha1', key).update(counter).digest()
  return String((digest.readUInt32BE(digest[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0')
}

async function shot(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/factor-${name}.png`, fullPage: true })
}

async function enter(page, who, more) {
  await page.fill('#login', who.login)
  await page.fill('#password', who.password)
  await page.press('#password', 'Enter')
  await page.locator('#code').waitFor()
  assert.match(page.faults.splice(0).join(), /401/)
  await sound(page, 'a code is asked for')
  await page.fill('#code', more)
  await page.press('#code', 'Enter')
}

for (const [role, english, width] of [['leader', false, 1440], ['supervisor', true, 390]]) {
  test(`a second factor from the first code to the day it is lost: ${english ? 'en' : 'zh'} at ${width}`, async () => {
    const who = account(role)
    const page = await open({ role, english, width })
    await visit(page, '/account')
    const card = page.locator('section', { has: page.locator('.factor__qr, #sf-password, #sf-code, .factor__words') })
    await page.fill('#sf-password', who.password)
    await page.press('#sf-password', 'Enter')
    const secret = await page.locator('.factor__secret').innerText()
    await sound(page, 'the secret is shown')
    await shot(page, 'secret' + width)
    await page.fill('#sf-code', '12345')
    await page.press('#sf-code', 'Enter')
    await card.locator('.bad, .field__error, [role=alert]').first().waitFor()
    assert.match(page.faults.splice(0).join(), /422/)
    await page.fill('#sf-code', code(secret, -1))
    await page.press('#sf-code', 'Enter')
    await page.locator('.factor__words li').first().waitFor()
    assert.equal(await page.locator('.factor__words li').count(), 10)
    await sound(page, 'words for recovery')
    await shot(page, 'words' + width)
    const word = await page.locator('.factor__words li').first().innerText()
    assert.equal((await ask(page, '/session')).second_factor.is_set, true)

    const again = await open({ english, width })
    await again.goto(base + '/')
    await settled(again)
    await enter(again, who, code(secret))
    await again.waitForURL((url) => url.pathname !== '/')
    await again.context().clearCookies()
    await again.goto(base + '/')
    await settled(again)
    await enter(again, who, word)
    await again.waitForURL((url) => url.pathname !== '/')
    await shot(again, 'in' + width)

    const admin = await open({ role: 'security_admin', english, width })
    await visit(admin, '/accounts')
    admin.on('dialog', (dialog) => void dialog.accept())
    await sound(admin, 'accounts')
    await shot(admin, 'accounts' + width)
    await admin.click(`[id^="factor-"]`)
    await admin.locator('[id^="factor-"]').waitFor({ state: 'detached' })
    assert.deepEqual(admin.faults, [])
    for (const one of [page, again, admin]) await one.context().close()
  })
}
