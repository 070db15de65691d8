// Fails on a key that is used and missing, present and unused, in one language only, or with other
// blanks to fill in than its twin. A key built at run time counts as using all with its beginning.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src/', import.meta.url))

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : /\.(vue|ts)$/.test(name) ? [path] : []
  })
}

function flat(language) {
  const table = JSON.parse(readFileSync(join(source, 'i18n', language + '.json'), 'utf8'))
  return new Map(Object.entries(table).flatMap(([part, words]) => Object.entries(words).map(([key, text]) => [`${part}.${key}`, text])))
}

/** The names to be filled in, without the choice of words that only one language may need. */
function blanks(text) {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]))].sort().join(' ')
}

const zh = flat('zh')
const en = flat('en')
const parts = new Set([...zh.keys(), ...en.keys()].map((key) => key.split('.')[0]))
const faults = []
const used = new Set()
const prefixes = new Set()

for (const path of files(source)) {
  const text = readFileSync(path, 'utf8')
  // Double quotes hold attributes of templates, where names of data look like keys.
  const literal = /'([a-z]+)\.([a-z0-9_]+)'(\s*\+)?/g
  for (const [, part, key, more] of text.matchAll(literal)) {
    const full = `${part}.${key}`
    if (more && key.endsWith('_')) prefixes.add(full)
    else if (zh.has(full) || parts.has(part)) used.add(full)
  }
  for (const [, key] of text.matchAll(/\bt\(\s*['"]([\w.]+)['"]\s*[,)]/g)) used.add(key)
  for (const [, start] of text.matchAll(/\bt\(`([\w.]+)\$\{/g)) prefixes.add(start)
}

for (const key of used) for (const [name, table] of [['zh', zh], ['en', en]]) if (!table.has(key)) faults.push(`missing in ${name}: ${key}`)
for (const prefix of prefixes) if (![...zh.keys()].some((key) => key.startsWith(prefix))) faults.push(`nothing begins with ${prefix}`)
for (const [key, text] of zh) {
  if (!en.has(key)) faults.push(`only in zh: ${key}`)
  else if (blanks(text) !== blanks(en.get(key))) faults.push(`other blanks in en: ${key}`)
  if (!used.has(key) && ![...prefixes].some((prefix) => key.startsWith(prefix))) faults.push(`unused: ${key}`)
  if (/[!！]/.test(text)) faults.push(`exclamation mark: ${key}`)
}
for (const key of en.keys()) if (!zh.has(key)) faults.push(`only in en: ${key}`)

for (const fault of [...new Set(faults)].sort()) console.error(fault)
console.log(`i18n: ${zh.size} keys, ${faults.length} faults`)
process.exit(faults.length ? 1 : 0)
