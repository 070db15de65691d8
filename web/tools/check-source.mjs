// House rules a type checker does not know: no markup from strings, no style attributes (the content
// security policy refuses both), files that fit in a head, no data in the browser's storage.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src/', import.meta.url))
const MOST_LINES = 400
const faults = []

function walk(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) walk(path)
    else if (/\.(vue|ts|css)$/.test(name)) check(path)
  }
}

function check(path) {
  const text = readFileSync(path, 'utf8')
  const name = relative(source, path)
  const say = (what) => faults.push(`${name}: ${what}`)
  if (text.split('\n').length > MOST_LINES) say(`more than ${MOST_LINES} lines`)
  if (/\bv-html\b|innerHTML|insertAdjacentHTML|document\.write/.test(text)) say('markup from a string')
  if (/\sstyle="/.test(text)) say('style attribute')
  if (/KeepAlive|keep-alive/.test(text)) say('kept-alive screen')
  if (/localStorage/.test(text) && name !== join('base', 'preferences.ts')) say('data in local storage')
  if (/:has\(|@container|@layer|\bpopover=/.test(text)) say('newer CSS or HTML than the oldest browser knows')
}

walk(source)
for (const fault of faults) console.error(fault)
console.log(`source: ${faults.length} faults`)
process.exit(faults.length ? 1 : 0)
