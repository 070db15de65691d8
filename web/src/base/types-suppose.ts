// What the server works out without keeping it: why production moved, and what would move it.
import type { FactValue, Id } from './types.ts'

/** A share of the days by which production left the plan; the shares add up to late_days. */
export interface Cause {
  /** null: the plan's own dates. */
  code: string | null
  name?: string
  org_name?: string | null
  kind: 'supplement' | 'wait' | 'special' | 'take' | 'plan'
  kind_name: string
  /** Working days, signed, never 0. */
  days: number
  known_on: string | null
  /** Not over: today it may still grow. */
  open: boolean
}

export interface MovedNode {
  code: string
  name: string
  start: string
  finish: string
  moved_days: number
  float_days: number
  provisional: boolean
}

export interface WhatIf {
  production: string
  provisional: boolean
  /** Against the forecast of now; late_days is against the plan. */
  production_days: number
  late_days: number
  nodes: MovedNode[]
  /** What each of them does when it is the only one, in the order asked. */
  changes: { code: string; kind: string; production_days: number }[]
}

export interface EffectItem { code: string; name: string; org_name: string | null; days: number; state_name: string | null; application_id: Id | null }

/** What other facts would do to the plan; production is the plan's own, not the forecast's. */
export interface FactsEffect {
  facts: { name: string; meaning: string; value: FactValue }[]
  added: EffectItem[]
  removed: EffectItem[]
  /** Under way or decided, and to be looked at again: these facts speak of it, or these items now come before it. */
  reopened: (EffectItem & { facts: string[]; before_it: string[] })[]
  /** Whether they are needed would no longer be known. */
  unknown: { code: string; name: string }[]
  warnings: string[]
  production_before: string
  production: string
  production_days: number
  provisional: boolean
}
