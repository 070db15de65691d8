// The words of the pages. Chinese words travel with the code that shows them: a source file that
// names 'work.title' is made to import the small module of the part "work". English is one module,
// fetched when it is chosen. The two JSON files stay whole for translators.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../src/i18n/', import.meta.url))
const prefix = 'virtual:words/'
// Needed before anything is shown; the dictionary imports it itself.
const FIRST = 'core'

function read(language) {
  return JSON.parse(readFileSync(folder + language + '.json', 'utf8'))
}

function flat(table) {
  return Object.fromEntries(Object.entries(table).flatMap(([part, words]) => Object.entries(words).map(([key, text]) => [`${part}.${key}`, text])))
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
      if (part === 'en') return 'export default ' + JSON.stringify(flat(read('en')))
      const words = JSON.stringify(flat({ [part]: read('zh')[part] }))
      return part === FIRST ? `export default ${words}` : `import { add } from '/src/base/i18n.ts'\nadd('zh', ${words})`
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
