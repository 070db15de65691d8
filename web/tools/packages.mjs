// Before a build: what the lock names is what is installed. A tree that was built before a package came in gets it here.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
const missing = Object.entries(wanted).filter(([path, about]) => {
  if (!path.startsWith('node_modules/') || about.optional || about.link) return false
  const own = `${path}/package.json`
  return !existsSync(own) || JSON.parse(readFileSync(own, 'utf8')).version !== about.version
})
if (missing.length) {
  console.log('packages: ' + missing.map(([path]) => path.slice(13)).join(', '))
  execFileSync('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], { stdio: 'inherit' })
}
