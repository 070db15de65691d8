/**
 * Fills "{name}" from values; "{n|day|days}" chooses the first word when n is 1, which English
 * needs and Chinese does not.
 */
export function fill(text: string, values?: Record<string, string | number>): string {
  if (!values) return text
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name]
    if (value === undefined) return whole
    if (one === undefined) return String(value)
    return Number(value) === 1 ? one : (many as string)
  })
}

/** Two sentences, the second of which may be missing, one after the other. */
export function sentences(first: string, second: string, language: 'zh' | 'en'): string {
  return second ? first.replace(/[。.]$/, '') + (language === 'zh' ? '。' : '. ') + second : first
}
