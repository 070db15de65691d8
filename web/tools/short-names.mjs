// Every file names those it needs, and what changes with each build does not compress: four of the eight
// signs of a hash are enough to tell a file from its next version, and are three kilobytes less in all.
import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const KEPT = 4

const short = new Map()
for (const name of readdirSync(join(dist, 'assets'))) {
  const parts = /^(.*)-([\w-]{8})(\.\w+)$/.exec(name)
  if (parts) short.set(name, `${parts[1]}-${parts[2].slice(0, KEPT)}${parts[3]}`)
}
if (new Set(short.values()).size !== short.size) throw new Error('two files would have the same name')

for (const [name, to] of short) renameSync(join(dist, 'assets', name), join(dist, 'assets', to))

for (const path of ['index.html', '.vite/manifest.json', '.vite/places.json', ...readdirSync(join(dist, 'assets')).map((name) => 'assets/' + name)]) {
  if (!/\.(m?js|css|html|json)$/.test(path)) continue
  const text = readFileSync(join(dist, path), 'utf8')
  let changed = text
  for (const [name, to] of short) changed = changed.replaceAll(name, to)
  if (changed !== text) writeFileSync(join(dist, path), changed)
}
console.log(`names: ${short.size} files`)
