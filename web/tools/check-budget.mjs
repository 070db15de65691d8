// What goes over the wire, held to its limits: the entry, each route on top of it, and everything.
// Sizes are those of the gzip files that are served; the manifest that names the chunks is removed afterwards, as nothing serves it.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const KB = 1024
const LIMITS = { entry: 45, route: 25, total: 332, charts: 260 }

const manifest = JSON.parse(readFileSync(dist + '.vite/manifest.json', 'utf8'))
const places = JSON.parse(readFileSync(dist + '.vite/places.json', 'utf8'))
const keyOf = Object.fromEntries(Object.entries(manifest).map(([key, chunk]) => [chunk.file, key]))
const sizes = new Map()

// The viewer of documents loads only where one is looked at; its size is pdf.js's own.
const isViewer = (file) => /^assets\/pdf[-.]/.test(file)
// The analysis likewise, within a limit of its own: the library of charts, and the screen that alone draws with it.
const isCharts = (file) => /^assets\/(echarts|indicators)[-.]/.test(file)

function gz(file) {
  if (isViewer(file) || isCharts(file)) return 0
  if (!sizes.has(file)) sizes.set(file, statSync(dist + file + (existsSync(dist + file + '.gz') ? '.gz' : '')).size)
  return sizes.get(file)
}

/** The files a chunk needs before it can run: itself, its style sheets, what it imports. */
function closure(key, seen = new Set(), out = new Set()) {
  if (seen.has(key)) return out
  seen.add(key)
  const chunk = manifest[key]
  if (!chunk) throw new Error(`no chunk for ${key}`)
  out.add(chunk.file)
  for (const css of chunk.css || []) out.add(css)
  for (const next of chunk.imports || []) closure(next, seen, out)
  return out
}

/** The chunk a screen is in: of its own, or with others. */
const chunkWith = (source) => (manifest[source] ? source : keyOf[places[source]])

const sum = (files) => [...files].reduce((total, file) => total + gz(file), 0)
const faults = []
function hold(name, bytes, limit) {
  const text = (bytes / KB).toFixed(1)
  if (bytes > limit * KB) faults.push(`${name}: ${text} KB > ${limit} KB`)
  return text
}

const entryKey = Object.keys(manifest).find((key) => manifest[key].isEntry)
const entry = closure(entryKey)
console.log(`entry ${hold('entry', sum(entry), LIMITS.entry)} KB`)

// What a visit to the address shows at once: the screen and all it imports, the frame around it
// included. What a press fetches later (drawers, other tabs) is held to the same limit piece by piece.
const chunksNamed = (name) => Object.keys(manifest).filter((key) => key.startsWith(`_${name}-`) && manifest[key].file.endsWith('.js'))
const SHELL = chunksNamed('frame')
// The bar chart is what a project opens with.
const AT_ONCE = { 'screens/project/ProjectScreen.vue': ['plan'] }

const routes = readFileSync(new URL('../src/routes.ts', import.meta.url), 'utf8')
const screens = [...routes.matchAll(/import\('\.\/([\w/-]+\.vue)'\)/g)].map(([, screen]) => screen)
const without = (files, base) => new Set([...files].filter((file) => !base.has(file)))

for (const screen of screens) {
  const key = chunkWith('src/' + screen)
  const files = closure(key)
  for (const part of AT_ONCE[screen] || []) for (const key of chunksNamed(part)) for (const file of closure(key)) files.add(file)
  if (!/sign-in|NotFound/.test(screen)) for (const key of SHELL) for (const file of closure(key)) files.add(file)
  const bytes = sum(without(files, entry))
  console.log(`  ${screen.padEnd(40)} +${hold(screen, bytes, LIMITS.route)} KB`)
  for (const later of manifest[key].dynamicImports || []) {
    const more = sum(without(closure(later), new Set([...entry, ...files])))
    console.log(`    later ${later.replace('src/', '').padEnd(34)} +${hold(later, more, LIMITS.route)} KB`)
  }
}

const assets = readdirSync(dist + 'assets').filter((name) => /\.(js|css)$/.test(name)).map((name) => 'assets/' + name)
const served = (file) => statSync(dist + file + (existsSync(dist + file + '.gz') ? '.gz' : '')).size
console.log(`charts ${hold('charts', assets.filter(isCharts).reduce((all, file) => all + served(file), 0), LIMITS.charts)} KB`)
console.log(`total ${hold('total', sum(assets), LIMITS.total)} KB in ${assets.length} files`)
for (const fault of faults) console.error('over budget: ' + fault)
if (!faults.length) rmSync(dist + '.vite', { recursive: true, force: true })
process.exit(faults.length ? 1 : 0)
