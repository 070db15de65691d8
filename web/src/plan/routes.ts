// Routes as the server worked them out, made ready to be drawn. Pure: no date and no figure is
// computed here, only names are put to codes.
import type { Language } from '../base/i18n.ts'
import type { Pack } from '../base/types-work.ts'
import type { PlanNode } from '../base/types.ts'
import type { Route, Routes, Variant } from '../base/types-routes.ts'

/** What a chosen route means to the page around the comparison. */
export interface Picked {
  ids: string[]
  title: string
  production: string
  working_days: number
  estimate: boolean
  nodes: PlanNode[]
}

export interface Question { field: string; text: string; variants: Variant[]; saves: number | null; at_most: boolean }

export function idsOf(route: Route): string[] {
  return route.variants.map((one) => one.id)
}

/** The route of exactly these variants, in whatever order they are named. */
export function findRoute(answer: Routes, ids: string[]): Route | null {
  const key = [...ids].sort().join(',')
  const all = answer.by?.route ? [...answer.routes, answer.by.route] : answer.routes
  return all.find((one) => idsOf(one).sort().join(',') === key) || null
}

export function itemName(answer: Routes, code: string, lang: Language): string {
  const item = answer.items[code]
  return item ? (lang === 'en' && item.name_en) || item.name : code
}

/** A route's nodes in the shape of a plan's; what the pack does not know as an item is a milestone. */
export function planNodes(route: Route, answer: Routes, pack: Pack | null, known: PlanNode[], lang: Language): PlanNode[] {
  const items = new Map((pack?.items || []).map((item) => [item.code, item]))
  const before = new Map(known.map((node) => [node.code, node]))
  return route.nodes.map((node) => {
    const item = items.get(node.code)
    const same = before.get(node.code)
    return {
      ...node,
      name: same?.name || itemName(answer, node.code, lang),
      kind: same?.kind || (answer.items[node.code] ? 'item' : 'milestone'),
      stage: same?.stage || item?.stage || '',
      stage_name: same?.stage_name || item?.stage_name || '',
      org: same?.org || item?.org || null,
      org_name: same?.org_name || item?.org_name || null,
    }
  })
}

/** The variants that any of the routes uses, in the order of the pack. */
export function usedVariants(answer: Routes): Variant[] {
  const used = new Set(answer.routes.flatMap(idsOf))
  return answer.variants.filter((one) => used.has(one.id))
}

/** What to ask, each question once, that which may save most days first. */
export function questionsOf(variants: Variant[], lang: Language): Question[] {
  const by = new Map<string, Question>()
  for (const variant of variants) {
    for (const ask of variant.ask) {
      const one = by.get(ask.field) || { field: ask.field, text: (lang === 'en' && ask.question_en) || ask.question, variants: [], saves: null, at_most: false }
      one.variants.push(variant)
      if (variant.would_save !== null && (one.saves === null || variant.would_save > one.saves)) {
        one.saves = variant.would_save
        one.at_most = variant.would_save_at_most
      }
      by.set(ask.field, one)
    }
  }
  return [...by.values()].sort((a, b) => (b.saves ?? -1) - (a.saves ?? -1) || b.variants.length - a.variants.length)
}
