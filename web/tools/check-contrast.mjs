// Every pair of colours that carries words or a control's edge, measured. axe does not see text
// under an overlay or inside SVG, so the tokens themselves are the thing to test.
import { readFileSync } from 'node:fs'

const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8')
const tokens = Object.fromEntries([...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})/g)].map((m) => [m[1], m[2]]))
tokens.white = '#ffffff'

const TEXT = 4.5
const EDGE = 3
const pairs = [
  ...['ink', 'ink2', 'ink3', 'brand', 'red', 'green', 'yellow', 'crit'].flatMap((c) => [[c, 'card', TEXT], [c, 'bg', TEXT]]),
  ['white', 'brand', TEXT], ['white', 'brand-d', TEXT], ['white', 'ink', TEXT], ['white', 'red', TEXT],
  ['green', 'green-s', TEXT], ['yellow', 'yellow-s', TEXT], ['red', 'red-s', TEXT], ['grey', 'grey-s', TEXT],
  ['done', 'done-s', TEXT], ['brand', 'brand-s', TEXT], ['ink', 'brand-s', TEXT], ['ink2', 'brand-s', TEXT],
  ['ink', 'yellow-s', TEXT], ['ink2', 'yellow-s', TEXT], ['ink', 'red-s', TEXT], ['ink2', 'red-s', TEXT],
  ['ink2', 'grey-s', TEXT], ['ink', 'green-s', TEXT], ['ink2', 'green-s', TEXT], ['ink2', 'done-s', TEXT],
  ['brand', 'yellow-s', TEXT], ['brand', 'red-s', TEXT], ['ink', 'shade', TEXT],
  ['line-strong', 'card', EDGE], ['focus', 'brand-d', EDGE], ['crit', 'card', EDGE],
  ...['done', 'green', 'yellow', 'red', 'none'].flatMap((c) => [['bar-' + c, 'card', EDGE], ['bar-' + c, 'shade', EDGE]]),
]

function luminance(hex) {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = parseInt(full.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

export function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const failures = pairs.filter(([front, back, need]) => {
  if (!tokens[front] || !tokens[back]) throw new Error(`no token ${front} or ${back}`)
  return contrast(tokens[front], tokens[back]) < need
})
for (const [front, back, need] of failures) {
  console.error(`contrast ${front} on ${back}: ${contrast(tokens[front], tokens[back]).toFixed(2)} < ${need}`)
}
console.log(`contrast: ${pairs.length} pairs, ${failures.length} below`)
process.exit(failures.length ? 1 : 0)
