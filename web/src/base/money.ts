// Money arrives as decimal text in 万元 and is only ever moved by its decimal point, never computed
// with, so that what is shown is exactly what was recorded.

function shift(text: string, places: number): string {
  const negative = text.startsWith('-')
  const [whole, fraction = ''] = text.replace('-', '').split('.')
  const padded = whole.padStart(places + 1, '0')
  const head = padded.slice(0, padded.length - places)
  const tail = (padded.slice(padded.length - places) + fraction).replace(/0+$/, '')
  return (negative ? '-' : '') + head + (tail ? '.' + tail : '')
}

function grouped(text: string): string {
  const [whole, fraction] = text.split('.')
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction ? '.' + fraction : '')
}

/** "52.8 亿元", "3,200 万元"; in English millions of yuan. */
export function moneyText(wanyuan: string | null | undefined, lang: 'zh' | 'en'): string | null {
  if (wanyuan === null || wanyuan === undefined || !/^-?\d+(\.\d+)?$/.test(wanyuan)) return null
  if (lang === 'en') return `CNY ${grouped(shift(wanyuan, 2))} million`
  const whole = wanyuan.replace('-', '').split('.')[0]
  if (whole.length >= 5) return `${grouped(shift(wanyuan, 4))} 亿元`
  return `${grouped(wanyuan)} 万元`
}
