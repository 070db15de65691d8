// What the compiler of templates says more carefully than our sources need. It can't know which imports
// are refs and unwraps them all: a function of ours is none, as its module says. `t` gives text. A
// component's name is for tools that pages in use do not have.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

const functions = new Map()

/** The functions a module of ours exports. */
function functionsOf(path) {
  if (!functions.has(path)) {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
    functions.set(path, new Set([...text.matchAll(/^export (?:async )?function (\w+)/gm)].map((match) => match[1])))
  }
  return functions.get(path)
}

function plainNames(code, folder) {
  const imports = [...code.matchAll(/import \{([^}]*)\} from ["'](\.[^"']*\.ts)["']/g)]
  return imports.flatMap(([, names, from]) => names.split(',').map((name) => name.trim()).filter((name) => functionsOf(resolve(folder, from)).has(name)))
}

export function plain() {
  return {
    name: 'plain',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      const [path] = id.split('?')
      if (!/\/src\/.*\.vue$/.test(path)) return null
      const names = new Set(plainNames(code, dirname(path)))
      const changed = code
        .replace(/_unref\((\w+)\)/g, (all, name) => (names.has(name) ? name : all))
        .replace(/_toDisplayString\(t\((\d+|"[^"]*"|'[^']*')\)\)/g, 't($1)')
        .replace(/\s__name: ["']\w+["'],/g, '')
      return { code: changed, map: null }
    },
  }
}
