// A plan in the shapes of the contract, computed simply: enough to draw and to test pages against,
// not the planner of the platform.
const MS = 86400000
const num = (day) => Date.parse(day + 'T00:00:00Z') / MS
const iso = (number) => new Date(number * MS).toISOString().slice(0, 10)

export function calendarOf(pack) {
  const off = new Set()
  const work = new Set()
  for (const year of Object.values(pack.calendar.years)) {
    year.off.forEach((day) => off.add(day))
    year.work.forEach((day) => work.add(day))
  }
  const working = (number) => {
    const day = iso(number)
    if (off.has(day)) return false
    if (work.has(day)) return true
    const week = new Date(number * MS).getUTCDay()
    return week !== 0 && week !== 6
  }
  return {
    off: [...off], work: [...work],
    add(day, count) {
      let number = num(day)
      const step = count < 0 ? -1 : 1
      for (let left = Math.abs(count); left > 0;) {
        number += step
        if (working(number)) left--
      }
      return iso(number)
    },
    between(from, to) {
      let count = 0
      const sign = num(to) >= num(from) ? 1 : -1
      for (let number = num(from); number !== num(to);) {
        number += sign
        if (working(number)) count += sign
      }
      return count
    },
  }
}

export const CODES = `svc-screening svc-agent svc-path-plan svc-site-precheck svc-agreement biz-register biz-seal biz-tax biz-bank
inv-filing energy-review land-prereview geo-hazard heritage-survey land-sale land-permit land-register water-soil-report water-intake
eia-form planning-scheme civil-defence planning-permit survey-design drawing-review tendering fire-design-review construction-permit
util-power util-water util-gas util-telecom joint-survey acc-quality acc-plan acc-fire acc-filing discharge-permit`.split(/\s+/)

const WORKS_DAYS = 220

function graph(pack) {
  const items = new Map(pack.items.items.map((item) => [item.code, item]))
  const nodes = CODES.map((code) => {
    const item = items.get(code)
    return { code, item, kind: 'item', days: item.planning_days || 0, after: item.predecessors.filter((one) => CODES.includes(one)) }
  })
  const mark = (code, name, days, after) => nodes.push({ code, name, kind: 'milestone', days, after })
  mark('开工', '开工', 0, ['construction-permit', 'eia-form', 'energy-review', 'water-soil-report'])
  mark('竣工', '竣工', WORKS_DAYS, ['开工'])
  mark('投入使用', '投入使用', 0, ['竣工', 'acc-filing', 'acc-fire'])
  mark('投产', '投产', 0, ['投入使用', 'util-power', 'util-water', 'util-gas', 'util-telecom', 'discharge-permit'])
  for (const node of nodes) if (['joint-survey', 'acc-quality'].includes(node.code)) node.after.push('竣工')
  return nodes
}

export function planOf(pack, calendar, start) {
  const nodes = graph(pack)
  const byCode = new Map(nodes.map((node) => [node.code, node]))
  const order = []
  const visit = (node) => {
    if (node.seen) return
    node.seen = true
    node.after.forEach((code) => visit(byCode.get(code)))
    order.push(node)
  }
  nodes.forEach(visit)
  for (const node of order) {
    node.es = Math.max(0, ...node.after.map((code) => byCode.get(code).ef))
    node.ef = node.es + node.days
  }
  const end = byCode.get('投产').ef
  for (const node of [...order].reverse()) {
    const next = order.filter((one) => one.after.includes(node.code))
    node.lf = Math.min(node.code === '投产' ? end : Infinity, ...next.map((one) => one.ls), Math.max(end, node.ef))
    node.ls = node.lf - node.days
  }
  const critical = new Set()
  const trace = (code) => {
    critical.add(code)
    const node = byCode.get(code)
    node.after.filter((one) => byCode.get(one).ef === node.es).slice(0, 1).forEach(trace)
  }
  trace('投产')
  const day = (offset) => calendar.add(start, offset)
  const orgs = new Map(pack.organisations.units.map((unit) => [unit.id, unit.name]))
  return {
    start, production: day(end), working_days: end,
    nodes: order.map((node) => ({
      code: node.code, name: node.item ? node.item.name : node.name, name_en: node.item?.name_en, kind: node.kind,
      stage: node.item ? node.item.stage : '里程碑', stage_name: node.item ? node.item.stage : '里程碑',
      org: node.item ? node.item.org : null, org_name: node.item ? orgs.get(node.item.org) : null,
      days: node.days, earliest_start: day(node.es), earliest_finish: day(node.ef), latest_start: day(node.ls), latest_finish: day(node.lf),
      float_days: Math.max(0, node.ls - node.es), critical: critical.has(node.code), after: node.after,
      forecast_start: null, forecast_finish: null, actual_start: null, actual_finish: null,
      light: 'none', application_id: null, state_name: '未开始', may_wait_days: null, provisional: day(node.ef) > '2026-12-31',
    })),
  }
}
