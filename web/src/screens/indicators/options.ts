// What is drawn of an indicator. Every number of it stands in the table too.
import { t } from '../../base/i18n.ts'
import type { Figure, FigureGroup, Funnel } from './types.ts'
import type { Option } from './charts.ts'

const INK = '#3b4757'
const LINE = '#d5dbe3'
const BRAND = '#1f5fa8'
const PALE = '#c3d7ee'
const RED = '#b3261e'
const STILL = { animation: false, textStyle: { color: INK, fontSize: 14, fontFamily: 'inherit' } }
const GRID = { left: 8, right: 24, top: 24, bottom: 8, containLabel: true }
const short = (text: string) => (text.length > 14 ? text.slice(0, 13) + '…' : text)
const num = (text: string | null | undefined) => (text === null || text === undefined ? null : Number(text))
const value = (scale?: boolean) => ({ type: 'value', scale: !!scale, axisLabel: { color: INK }, splitLine: { lineStyle: { color: LINE } } })
const category = (data: string[]) => ({ type: 'category', data, axisLabel: { color: INK }, axisTick: { show: false } })

/** How many go on still after so many days. */
export function survival(figure: Figure): Option {
  return {
    ...STILL, grid: { ...GRID, right: 64 },
    xAxis: { ...value(), name: figure.unit, nameLocation: 'middle', nameGap: 28 },
    yAxis: { ...value(), max: 100, name: t('ind.still') },
    series: [{ type: 'line', step: 'end', showSymbol: false, lineStyle: { color: BRAND, width: 2 }, data: [[0, 100], ...figure.curve.map((one) => [one.days, one.permille / 10])],
      markLine: { silent: true, symbol: 'none', lineStyle: { color: RED, type: 'dashed' }, label: { formatter: '{b}', color: INK }, data: [{ yAxis: 50, name: t('ind.median') }, { yAxis: 10, name: 'P90' }] } }],
  }
}

/** Groups one below the other: the interval as a band, the value as a point in it. */
export function bands(groups: FigureGroup[]): Option {
  const rows = [...groups].reverse()
  return {
    ...STILL, grid: GRID, xAxis: value(), yAxis: category(rows.map((one) => short(one.name))),
    series: [
      { type: 'bar', stack: 'band', silent: true, itemStyle: { color: 'transparent' }, data: rows.map((one) => num(one.low)) },
      { type: 'bar', stack: 'band', silent: true, barMaxWidth: 18, itemStyle: { color: PALE }, data: rows.map((one) => (one.low === null || one.low === undefined ? null : Number(one.high) - Number(one.low))) },
      { type: 'line', silent: true, symbol: 'diamond', symbolSize: 11, lineStyle: { width: 0 }, itemStyle: { color: BRAND }, data: rows.map((one) => num(one.value)) },
    ],
  }
}

export function medians(groups: FigureGroup[]): Option {
  const rows = [...groups].reverse()
  return {
    ...STILL, grid: GRID, xAxis: value(), yAxis: category(rows.map((one) => short(one.name))),
    series: [{ type: 'bar', silent: true, barMaxWidth: 18, itemStyle: { color: BRAND }, label: { show: true, position: 'right', color: INK }, data: rows.map((one) => one.median) }],
  }
}

/** A control chart (p chart): three sigma about the whole, wider where there are fewer rows. What lies outside is more than chance. */
export function control(figure: Figure): Option {
  const whole = (figure.all.part as number) / (figure.all.whole as number)
  const limit = (one: FigureGroup, sign: number) => {
    const wide = 3 * Math.sqrt((whole * (1 - whole)) / Math.max(1, one.rows))
    return Math.round(Math.min(1, Math.max(0, whole + sign * wide)) * 1000) / 10
  }
  const dashed = (sign: number) => ({ type: 'line', silent: true, step: 'middle', showSymbol: false, lineStyle: { color: RED, type: 'dashed', width: 1 }, data: figure.items.map((one) => limit(one, sign)) })
  const isOut = (one: FigureGroup) => one.value !== null && (Number(one.value) > limit(one, 1) || Number(one.value) < limit(one, -1))
  return {
    ...STILL, grid: GRID, xAxis: category(figure.items.map((one) => one.name)), yAxis: value(true),
    series: [
      { type: 'line', silent: true, symbolSize: 8, lineStyle: { color: BRAND }, itemStyle: { color: BRAND }, data: figure.items.map((one) => ({ value: num(one.value), symbol: isOut(one) ? 'triangle' : 'circle', itemStyle: isOut(one) ? { color: RED } : undefined })),
        markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: INK, type: 'solid', width: 1 }, data: [{ yAxis: Math.round(whole * 1000) / 10 }] } },
      dashed(1), dashed(-1),
    ],
  }
}

/** Departments by weeks: the darker the more. */
export function heat(figure: Figure): Option {
  const down = [...new Set(figure.items.map((one) => one.name))].reverse()
  const across = [...new Set(figure.items.map((one) => one.across || ''))].sort()
  const cells = figure.items.map((one) => [across.indexOf(one.across || ''), down.indexOf(one.name), Number(one.value ?? one.median ?? 0)])
  const most = Math.max(1, ...cells.map((one) => one[2]))
  const least = Math.min(most, ...cells.map((one) => one[2]))
  return {
    ...STILL, grid: { ...GRID, bottom: 56 }, xAxis: category(across), yAxis: category(down.map(short)),
    visualMap: { min: least === most ? 0 : least, max: most, calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 160, inRange: { color: ['#eef4fb', '#1f5fa8'] }, textStyle: { color: INK } },
    series: [{ type: 'heatmap', silent: true, label: { show: across.length < 16, color: INK, backgroundColor: '#ffffffcc', padding: [1, 3] }, data: cells }],
  }
}

export function funnel(steps: Funnel['items']): Option {
  return {
    ...STILL,
    series: [{ type: 'funnel', silent: true, sort: 'none', left: '2%', width: '58%', top: 8, bottom: 8, minSize: '0%', gap: 2, itemStyle: { color: BRAND }, label: { show: true, position: 'right', color: INK, formatter: '{b}  {c}' }, data: steps.map((one) => ({ name: one.name, value: one.count })) }],
  }
}
