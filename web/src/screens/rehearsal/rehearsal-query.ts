// What is asked of a rehearsal, between the form and the address. Pure.
const NAMES = ['item', 'days', 'off', 'work'] as const

/** Only what was given, dates with plain commas however they were separated. */
export function askedOf(given: Record<string, unknown>): Record<string, string> {
  const out: Record<string, string> = {}
  for (const name of NAMES) {
    const value = given[name]
    const text = typeof value === 'string' ? value.trim() : ''
    const clean = name === 'off' || name === 'work' ? text.split(/[\s,，、;；]+/).filter(Boolean).join(',') : text
    if (clean) out[name] = clean
  }
  return out
}

export function valuesOf(asked: Record<string, string>): Record<string, string> {
  return Object.fromEntries(NAMES.map((name) => [name, asked[name] || '']))
}
