// Writes .br and .gz beside every asset that gains by it, so that the server never compresses. It is done
// once a build and read a million times: zopfli takes a quarter of a minute and saves twelve kilobytes. What
// was made of the same bytes before is taken from the folder beside the packages.
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'

const { gzip } = createRequire(import.meta.url)('@gfx/zopfli')
const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const WORTH_IT = 0.95
// Ten more find another hundred bytes in all.
const ITERATIONS = 5

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return name.startsWith('.') ? [] : files(path)
    return /\.(m?js|css|html|svg|json|txt)$/.test(name) ? [path] : []
  })
}

const CACHE = fileURLToPath(new URL(`../node_modules/.cache/compressed-${ITERATIONS}/`, import.meta.url))
mkdirSync(CACHE, { recursive: true })

/** What `make` makes of the bytes, made once. */
async function once(bytes, ending, make) {
  const path = CACHE + createHash('sha256').update(bytes).digest('hex') + ending
  try {
    return readFileSync(path)
  } catch {
    const made = await make(bytes)
    // By a name of its own first: two builds may be at it at once, and one may be broken off.
    writeFileSync(`${path}.${process.pid}`, made)
    renameSync(`${path}.${process.pid}`, path)
    return made
  }
}

function gzipped(bytes) {
  return new Promise((done, failed) => gzip(bytes, { numiterations: ITERATIONS }, (error, small) => (error ? failed(error) : done(small))))
}

function brotli(bytes) {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })
}

function keep(path, bytes, original) {
  if (bytes.length < original.length * WORTH_IT) writeFileSync(path, bytes)
}

// The minifier drops the notices of what reaches the browser; they are served beside it.
const notices = ['vue', 'vue-router', 'echarts', 'zrender'].map((name) => {
  const folder = new URL(`../node_modules/${name}/`, import.meta.url)
  const { version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'))
  return `${name} ${version}\n\n${readFileSync(new URL('LICENSE', folder), 'utf8')}`
})
writeFileSync(join(dist, 'licences.txt'), notices.join('\n\n'))

let count = 0
for (const path of files(dist)) {
  const original = readFileSync(path)
  keep(path + '.gz', await once(original, '.gz', gzipped), original)
  keep(path + '.br', await once(original, '.br', brotli), original)
  count++
}
console.log(`compressed: ${count} files`)
