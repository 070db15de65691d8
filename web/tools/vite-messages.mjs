// The words of the pages. Chinese words travel with the code that shows them: a source file that
// names 'work.title' is made to import the small module of the part "work". English is one module,
// fetched when it is chosen, by part. Names are for people: what is served has the number of a word in
// place of its name, and a part is a row of texts. Only words whose names are put together at run time
// ('work.band_' + band) keep them, and stand last in their part. The two JSON files stay whole for translators.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src/', import.meta.url))
const folder = join(source, 'i18n/')
const prefix = 'virtual:words/'
// Needed before anything is shown; the dictionary imports it itself.
const FIRST = 'core'

function read(language) {
  return JSON.parse(readFileSync(folder + language + '.json', 'utf8'))
}

function sources() {
  return readdirSync(source, { recursive: true }).filter((name) => /\.(vue|ts)$/.test(name)).map((name) => readFileSync(join(source, name), 'utf8'))
}

/** What names put together at run time begin with: 'work.band_' + .., `work.band_${..}`. */
function beginnings(zh) {
  const literal = /'([a-z]+)\.([a-z0-9_]*)'(\s*\+)?|`([a-z]+)\.([a-z0-9_]*)\$\{/g
  const found = sources().flatMap((text) => [...text.matchAll(literal)])
  return [...new Set(found.filter(([, part, key, more]) => !part || (zh[part] && (more || !(key in zh[part])))).map(([, part, key, , other, start]) => `${part || other}.${part ? key : start}`))]
}

/** Of every part its keys in the order they are served in, how many go by number, and the number of the first. */
function table() {
  const zh = read('zh')
  const open = beginnings(zh)
  const named = (key) => open.some((start) => key.startsWith(start))
  let next = 1
  return Object.fromEntries(Object.entries(zh).map(([part, words]) => {
    const keys = Object.keys(words)
    const numbered = keys.filter((key) => !named(`${part}.${key}`))
    const first = next
    next += numbered.length
    return [part, { first, numbered, named: keys.filter((key) => named(`${part}.${key}`)) }]
  }))
}

const texts = (words, { numbered, named }) => [...numbered, ...named].map((key) => words[key])

export function messages() {
  let parts
  let numbers
  return {
    name: 'messages',
    enforce: 'pre',
    buildStart() {
      parts = table()
      numbers = new Map(Object.entries(parts).flatMap(([part, { first, numbered }]) => numbered.map((key, at) => [`${part}.${key}`, first + at])))
    },
    resolveId(id) {
      return id.startsWith(prefix) ? '\0' + id : null
    },
    load(id) {
      if (!id.startsWith('\0' + prefix)) return null
      this.addWatchFile(folder + 'zh.json')
      this.addWatchFile(folder + 'en.json')
      const part = id.slice(prefix.length + 1)
      const words = read(part === 'en' ? 'en' : 'zh')
      if (part === 'en') return 'export default ' + JSON.stringify(Object.fromEntries(Object.entries(parts).map(([name, row]) => [name, texts(words[name], row)])))
      const row = parts[part]
      const given = `'${part}', ${row.first}, ${JSON.stringify(texts(words[part], row))}, '${row.named.join(' ')}'`
      return part === FIRST ? `export default [${given}]` : `import { add } from '/src/base/i18n.ts'\nadd(${given})`
    },
    transform(code, id) {
      const [path, query] = id.split('?')
      if (query || !/\/src\/.*\.(vue|ts)$/.test(path)) return null
      const used = new Set()
      const changed = code.replace(/'([a-z]+)\.([a-z0-9_]*)'/g, (all, part, key) => {
        if (!parts[part]) return all
        used.add(part)
        return numbers.get(`${part}.${key}`) || all
      })
      for (const [, part] of code.matchAll(/`([a-z]+)\.[a-z0-9_]*\$\{/g)) if (parts[part]) used.add(part)
      used.delete(FIRST)
      if (changed === code && !used.size) return null
      const imports = [...used].map((part) => `import '${prefix}${part}'\n`).join('')
      return { code: path.endsWith('.vue') ? changed.replace(/<script setup[^>]*>\n/, (tag) => tag + imports) : imports + changed, map: null }
    },
  }
}
