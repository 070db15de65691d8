import type { PlanNode } from '../base/types.ts'

export interface Link { from: string; to: string; critical: boolean }

/**
 * The arrows worth drawing: a link that also follows from two others is left out, because it says
 * nothing more and forty items would disappear under it. The server's list keeps all of them.
 */
export function essentialLinks(nodes: PlanNode[]): Link[] {
  const byCode = new Map(nodes.map((node) => [node.code, node]))
  const before = new Map<string, Set<string>>()

  function ancestors(code: string, path: Set<string>): Set<string> {
    const known = before.get(code)
    if (known) return known
    const all = new Set<string>()
    if (path.has(code)) return all
    path.add(code)
    for (const parent of byCode.get(code)?.after || []) {
      if (!byCode.has(parent)) continue
      all.add(parent)
      for (const above of ancestors(parent, path)) all.add(above)
    }
    path.delete(code)
    before.set(code, all)
    return all
  }

  const links: Link[] = []
  for (const node of nodes) {
    const parents = node.after.filter((code) => byCode.has(code))
    for (const parent of parents) {
      const implied = parents.some((other) => other !== parent && ancestors(other, new Set()).has(parent))
      const critical = node.critical && !!byCode.get(parent)?.critical
      if (!implied) links.push({ from: parent, to: node.code, critical })
    }
  }
  return links
}
