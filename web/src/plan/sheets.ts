// The plan on paper: which rows stand on which sheet. Pure; the drawing of a sheet is the chart's.
export interface SheetGroup { id: string; codes: string[] }

/** A3 across, 10 mm free on each side, in CSS pixels. */
export const SHEET = { width: (420 - 20) / 25.4 * 96, height: (297 - 20) / 25.4 * 96 }
/** Title, legend, head of the table and foot. */
const AROUND = 132
/** A row lower than this can't be read on paper; one higher than that wastes it. */
export const LEAST_ROW = 12.6
export const MOST_ROW = 22

export const ROOM = SHEET.height - AROUND

/**
 * The codes of each sheet. As many rows as can be read go on one sheet; what needs several is spread
 * evenly. A group that goes on is named again on its next sheet, and never named at a sheet's end
 * without a row under it.
 */
export function sheetsOf(groups: SheetGroup[]): string[][] {
  const lines = groups.reduce((sum, group) => sum + group.codes.length + 1, 0)
  const most = Math.floor(ROOM / LEAST_ROW)
  const count = Math.max(1, Math.ceil(lines / (most - 1)))
  const each = count === 1 ? most : Math.min(most, Math.ceil(lines / count) + 1)
  const sheets: string[][] = []
  let sheet: string[] = []
  let used = 0
  for (const group of groups) {
    let named = false
    for (const code of group.codes) {
      const need = named ? 1 : 2
      if (used + need > each) {
        sheets.push(sheet)
        sheet = []
        used = 0
        named = false
      }
      used += named ? 1 : 2
      named = true
      sheet.push(code)
    }
  }
  if (sheet.length) sheets.push(sheet)
  return sheets
}

/** Rows as high as the fullest sheet allows. */
export function rowHeight(lines: number): number {
  return Math.min(MOST_ROW, Math.max(LEAST_ROW, ROOM / Math.max(lines, 1)))
}
