import { language, t } from '../../base/i18n.ts'
import type { Route, Variant } from '../../base/types-routes.ts'

/** In the reader's language, where the pack has it. */
export function inWords(zh: string | null, en: string | null): string {
  return (language.value === 'en' && en) || zh || ''
}

export function shiftText(days: number | null): string {
  if (days === null) return t('routes.not_worked_out')
  return days > 0 ? t('routes.sooner', { n: days }) : days < 0 ? t('routes.later', { n: -days }) : t('routes.same')
}

export function titleOf(route: Route): string {
  return t('routes.number', { n: route.number, name: inWords(route.name, route.name_en) })
}

export function basisOf(variant: { legal_basis: string | null }): string {
  return variant.legal_basis || t('kit.not_stated')
}

export function nameOf(variant: Pick<Variant, 'name' | 'name_en'>): string {
  return inWords(variant.name, variant.name_en)
}

/** What must be known of a variant before it is used, a line a fact. */
export function consequences(variant: Variant): string[] {
  const lines = [t('routes.risk_is', { n: variant.risk ?? t('kit.not_stated'), text: inWords(variant.risk_zh, variant.risk_en) })]
  const promise = variant.commitment
  if (promise) {
    if (promise.decided_at_once) lines.push(t('routes.at_once'))
    lines.push(promise.verify_days === null ? t('routes.verify_unknown') : t('routes.verify', { n: promise.verify_days, basis: promise.verify_basis || t('kit.not_stated') }))
    const breach = inWords(promise.breach_zh, promise.breach_en)
    if (breach) lines.push(t('routes.breach', { text: breach }))
  }
  if (variant.valid_to) lines.push(t('routes.valid_to', { day: variant.valid_to }))
  return lines
}
