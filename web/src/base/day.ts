// Days are ISO texts and stay texts; arithmetic goes through UTC day numbers so that no time zone
// of a visitor's machine can move a deadline.
const MS_A_DAY = 86400000

export function dayNumber(day: string): number {
  return Math.round(Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8, 10)) / MS_A_DAY)
}

export function dayOf(number: number): string {
  return new Date(number * MS_A_DAY).toISOString().slice(0, 10)
}

export function addDays(day: string, count: number): string {
  return dayOf(dayNumber(day) + count)
}

/** 0 is Sunday. */
export function weekday(number: number): number {
  return (((number + 4) % 7) + 7) % 7
}

const ZH_WEEK = ['日', '一', '二', '三', '四', '五', '六']
const EN_WEEK = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const EN_MONTH = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "11月25日（周三）" or "Wed 25 Nov"; the year is named when it is not the year of today. */
export function dayText(day: string, lang: 'zh' | 'en', today: string): string {
  const year = day.slice(0, 4)
  const month = +day.slice(5, 7)
  const date = +day.slice(8, 10)
  const week = weekday(dayNumber(day))
  const foreign = year !== today.slice(0, 4)
  if (lang === 'zh') return `${foreign ? year + '年' : ''}${month}月${date}日（周${ZH_WEEK[week]}）`
  return `${EN_WEEK[week]} ${date} ${EN_MONTH[month - 1]}${foreign ? ' ' + year : ''}`
}

export function monthText(year: number, month: number, lang: 'zh' | 'en', withYear: boolean): string {
  if (lang === 'zh') return `${withYear ? year + '年' : ''}${month}月`
  return EN_MONTH[month - 1] + (withYear ? ' ' + year : '')
}

// Instants are shown in the time of the city, not of the visitor: a receipt reads the same everywhere.
const CITY_ZONE = 'Asia/Shanghai'
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: CITY_ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const full = new Intl.DateTimeFormat('sv-SE', {
  timeZone: CITY_ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
})

export function timeText(at: number): string {
  return clock.format(at)
}

export function instantText(at: number): string {
  return full.format(at)
}
