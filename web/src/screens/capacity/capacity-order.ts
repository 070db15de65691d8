import type { CapacityUnit } from '../../base/types-ahead.ts'

/** Bottlenecks first: what one more reviewer saves, then how long items wait; who has said nothing last. */
export function byNeed(units: CapacityUnit[]): CapacityUnit[] {
  return [...units].sort((a, b) => (b.saved_days ?? -1) - (a.saved_days ?? -1) || b.waiting_days - a.waiting_days || Number(a.reviewers === null) - Number(b.reviewers === null) || b.items - a.items)
}
