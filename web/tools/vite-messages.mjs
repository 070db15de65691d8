// The words of the pages. Chinese words travel with the code that shows them: a source file that
// names 'work.title' is made to import the small module of the part "work". English is one module,
// fetched when it is chosen: by part, in the order of the Chinese keys, so that each key travels once.
// The two JSON files stay whole for translators.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../src/i18n/', import.meta.url))
const prefix = 'virtual:words/'
// Needed before anything is shown; the dictionary imports it itself.
const FIRST = 'core'

function read(language) {
  return JSON.parse(readFileSync(folder + language + '.json', 'utf8'))
}

/** The English words of every part, in the order of the Chinese ones. */
function english() {
  const en = read('en')
  return Object.fromEntries(Object.entries(read('zh')).map(([part, words]) => [part, Object.keys(words).map((key) => en[part][key])]))
}

function partsIn(code, known) {
  const found = [...code.matchAll(/'([a-z]+)\.[a-z0-9_]+'/g)].map((match) => match[1])
  return [...new Set(found)].filter((part) => part !== FIRST && known.includes(part))
}

export function messages() {
  return {
    name: 'messages',
    enforce: 'pre',
    resolveId(id) {
      return id.startsWith(prefix) ? '\0' + id : null
    },
    load(id) {
      if (!id.startsWith('\0' + prefix)) return null
      this.addWatchFile(folder + 'zh.json')
      this.addWatchFile(folder + 'en.json')
      const part = id.slice(prefix.length + 1)
      if (part === 'en') return 'export default ' + JSON.stringify(english())
      const words = JSON.stringify(read('zh')[part])
      return part === FIRST ? `export default ${words}` : `import { add } from '/src/base/i18n.ts'\nadd('${part}', ${words})`
    },
    transform(code, id) {
      const [path, query] = id.split('?')
      if (query || !/\/src\/.*\.(vue|ts)$/.test(path)) return null
      const parts = partsIn(code, Object.keys(read('zh')))
      if (!parts.length) return null
      const imports = parts.map((part) => `import '${prefix}${part}'`).join('\n')
      const changed = path.endsWith('.vue') ? code.replace(/<script setup[^>]*>\n/, (tag) => tag + imports + '\n') : imports + '\n' + code
      return { code: changed, map: null }
    },
  }
}
