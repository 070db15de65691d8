// Arithmetic of the chain of causes; pure. The days are the server's, here they are only added.
import type { Cause } from '../../base/types.ts'

/** What can no longer change and what may still grow. */
export function split(causes: Cause[]): { settled: number; open: number } {
  const sum = (open: boolean) => causes.filter((one) => one.open === open).reduce((days, one) => days + one.days, 0)
  return { settled: sum(false), open: sum(true) }
}

/** The length of its bar in percent of the longest. */
export function shareOf(cause: Cause, causes: Cause[]): number {
  const most = Math.max(...causes.map((one) => Math.abs(one.days)), 1)
  return Math.round((Math.abs(cause.days) / most) * 100)
}
