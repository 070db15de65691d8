// A file that opens others later lists all they need, so that it is asked for ahead. What it has itself
// at hand by then is no news: without it the lists are a kilobyte less in all.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const assets = fileURLToPath(new URL('../dist/assets/', import.meta.url))
const LIST = /m\.f=\[([^\]]*)\]/
const manifest = Object.values(JSON.parse(readFileSync(assets + '../.vite/manifest.json', 'utf8')))
const nameOf = (file) => file.replace('assets/', '')
const texts = new Map(readdirSync(assets).filter((name) => name.endsWith('.js')).map((name) => [name, readFileSync(assets + name, 'utf8')]))
const styles = new Map(manifest.map((chunk) => [nameOf(chunk.file), (chunk.css || []).map(nameOf)]))

/** A file, what it imports, and their style sheets. */
function atHand(name, seen = new Set()) {
  if (seen.has(name)) return seen
  seen.add(name)
  for (const css of styles.get(name) || []) seen.add(css)
  for (const [, next] of (texts.get(name) || '').matchAll(/(?:from|import)"\.\/([\w.-]+\.js)"/g)) atHand(next, seen)
  return seen
}

let left = 0
for (const [name, text] of texts) {
  const list = LIST.exec(text)
  if (!list) continue
  const given = JSON.parse(`[${list[1]}]`)
  const own = atHand(name)
  const kept = given.filter((file) => !own.has(nameOf(file)))
  left += given.length - kept.length
  const changed = text
    .replace(LIST, `m.f=${JSON.stringify(kept)}`)
    .replace(/__vite__mapDeps\(\[([\d,]*)\]\)/g, (all, at) => `__vite__mapDeps(${JSON.stringify(at.split(',').filter(Boolean).map((one) => kept.indexOf(given[one])).filter((one) => one >= 0))})`)
  writeFileSync(assets + name, changed)
}
console.log(`own names: ${left} left out`)
