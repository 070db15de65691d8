// How one is told, by oneself; who was to be told of a notice, who was not reached; the ways out of the platform: on the
// screen and on the telephone, in both languages, axe clean.
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { ask, click, open, shut, sound, visit } from './lib.mjs'

const SUBMIT = 'dialog >> nth=-1 >> .dialog__foot button[type=submit]'

/** The digits of the newest mail to an address. */
async function code(address) {
  for (let waited = 0; waited < 15000; waited += 200) {
    const names = (await readdir(process.env.LIANDONG_MAILS)).filter((name) => name.endsWith(' ' + address)).sort((a, b) => parseInt(b) - parseInt(a))
    if (names.length) return (await readFile(process.env.LIANDONG_MAILS + '/' + names[0], 'utf8')).match(/^ +(\d{6})$/m)[1]
    await new Promise((done) => { setTimeout(done, 200) })
  }
  throw new Error('no mail to ' + address)
}

/** A wrong code is said at its field, the right one confirms. */
async function confirm(page, address, width) {
  const right = await code(address)
  const field = page.locator('#reach-code')
  await field.fill(right === '000000' ? '000001' : '000000')
  await field.press('Enter')
  await page.locator('.field__error', { hasText: '4' }).waitFor()
  await sound(page, 'a wrong code')
  if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/code' + width + '.png', fullPage: true })
  await field.fill(right)
  await field.press('Enter')
  await field.waitFor({ state: 'detached' })
  assert.equal((await ask(page, '/reach')).address_state, 'confirmed')
}

after(shut)

for (const [english, width] of [[false, 1440], [true, 390]]) {
  test(`how one is told is one's own to say: ${english ? 'en' : 'zh'} at ${width}`, async () => {
    const page = await open({ role: 'navigator', english, width })
    const address = english ? 'en@city.example' : 'navigator@city.example'
    await visit(page, '/account')
    await click(page, '[data-act="set_reach"]')
    await page.fill('#act-mail_address', 'not an address')
    await click(page, SUBMIT)
    await page.locator('dialog [role=alert], dialog .field__error, dialog .bad').first().waitFor()
    assert.match(page.faults.splice(0).join(), /422/)
    await page.fill('#act-mail_address', address)
    await page.fill('#act-quiet_from', '22:00')
    await page.fill('#act-quiet_to', '07:00')
    await sound(page, 'dialog')
    await click(page, SUBMIT)
    await page.locator('dd', { hasText: address }).waitFor()
    await confirm(page, address, width)
    await sound(page, 'account page')
    if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/account' + width + '.png', fullPage: true })
    assert.equal((await ask(page, '/reach')).quiet_from, '22:00')
    await page.context().close()
  })

  test(`who was to be told, and who was not reached: ${english ? 'en' : 'zh'} at ${width}`, async () => {
    const page = await open({ role: 'supervisor', english, width })
    await visit(page, '/oversight?tab=sent')
    await click(page, 'button[aria-expanded] >> nth=0')
    await page.locator('li li[data-row]').first().waitFor()
    await sound(page, 'told')
    if (process.env.SHOTS) await page.screenshot({ path: process.env.SHOTS + '/sent' + width + '.png' })
    await visit(page, '/oversight?tab=gaps')
    await page.locator('section.card section.card').nth(1).waitFor()
    await sound(page, 'gaps')
    await page.context().close()
  })
}

test('the ways out of the platform are the system administrator\'s to try', async () => {
  const page = await open({ role: 'system_admin' })
  await visit(page, '/accounts')
  await page.locator('h2', { hasText: '通知渠道' }).waitFor()
  await sound(page, 'ways')
  await page.context().close()
})
