// Builds each test with the compiler that comes with the bundler and hands it to node's own runner.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const folder = fileURLToPath(new URL('../tests/unit/', import.meta.url))
const out = mkdtempSync(join(tmpdir(), 'liandong-unit-'))
const tests = readdirSync(folder).filter((name) => name.endsWith('.test.ts'))

await build({
  entryPoints: tests.map((name) => join(folder, name)), outdir: out, bundle: true, platform: 'node', format: 'esm', target: 'node18',
  outExtension: { '.js': '.mjs' }, logLevel: 'error', nodePaths: [fileURLToPath(new URL('../node_modules', import.meta.url))],
})
const run = spawnSync(process.execPath, ['--test', ...process.argv.slice(2), ...tests.map((name) => join(out, name.replace(/\.ts$/, '.mjs')))], { stdio: 'inherit' })
rmSync(out, { recursive: true, force: true })
process.exit(run.status ?? 1)
