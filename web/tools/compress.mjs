// Writes .br and .gz beside every asset that gains by it, so that the server never compresses.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const WORTH_IT = 0.95

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return name.startsWith('.') ? [] : files(path)
    return /\.(m?js|css|html|svg|json|txt)$/.test(name) ? [path] : []
  })
}

function keep(path, bytes, original) {
  if (bytes.length < original.length * WORTH_IT) writeFileSync(path, bytes)
}

// The minifier drops the notices of what reaches the browser; they are served beside it.
const notices = ['vue', 'vue-router'].map((name) => {
  const folder = new URL(`../node_modules/${name}/`, import.meta.url)
  const { version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'))
  return `${name} ${version}\n\n${readFileSync(new URL('LICENSE', folder), 'utf8')}`
})
writeFileSync(join(dist, 'licences.txt'), notices.join('\n\n'))

let count = 0
for (const path of files(dist)) {
  const original = readFileSync(path)
  keep(path + '.gz', gzipSync(original, { level: 9 }), original)
  keep(path + '.br', brotliCompressSync(original, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: original.length },
  }), original)
  count++
}
console.log(`compressed: ${count} files`)
