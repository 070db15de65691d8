/** "+3", "−2": with the sign of arithmetic, which is as wide as the plus. */
export function signed(days: number): string {
  return days > 0 ? '+' + days : days < 0 ? '−' + -days : '0'
}
