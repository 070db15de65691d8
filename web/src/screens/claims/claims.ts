import { language, t } from '../../base/i18n.ts'
import { moneyText } from '../../base/money.ts'
import type { Light } from '../../base/types.ts'

export interface Claim { id: number; version: number; number: string; project_id: number; project_name: string; enterprise: string; title: string; org_name: string; state_name: string; by_itself: boolean; owner: 'unit' | 'enterprise' | null; due_on: string | null; light: Light; asked: string; proposed: string | null; granted: string; paid: string; demanded: string; returned: string; words: string; may: string[]; excludes?: string[] }
export interface OneClaim extends Claim { told: string; files: number[]; shares: { level: string; amount: string }[]; clawback_terms: string[]; stacking: { title: string; granted: boolean; rule: string; text: string | null }[]; quota_left: string | null }
export interface Part { kind: string; kind_name: string; nth: number; amount: string | null; returned: string | null; words: string; answer: string; holds: boolean | null; due_on: string | null; done_on: string | null; late: boolean; may: string[] }

export const money = (wanyuan: string): string => moneyText(wanyuan, language.value) || ''

/** What it is about, and how far it has come. */
export function moneyOf(one: Claim): string {
  const part = (say: (sum: string) => string, sum: string): string => (sum === '0' ? '' : say(money(sum)))
  return [
    part((sum) => t(one.by_itself ? 'claim.estimate' : 'claim.asked', { sum }), one.asked), part((sum) => t('claim.granted', { sum }), one.granted), part((sum) => t('claim.paid', { sum }), one.paid),
    part((sum) => t('claim.demanded', { sum }), one.demanded), part((sum) => t('claim.returned', { sum }), one.returned),
  ].filter(Boolean).join(t('kit.list_comma'))
}

export interface Asked {
  id: number; version: number; number: string; name: string; enterprise: string; project_name: string; org_name: string | null; taken_by_name: string | null; said: string; state_name: string
  light: Light; due_on: string | null; result_name: string; answer: string; words: string; basis: string | null; results: { id: string; name: string }[]; may: string[]
}
