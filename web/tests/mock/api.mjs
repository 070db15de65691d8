import * as data from './data.mjs'
import { planOf } from './plan.mjs'

export const streams = new Set()
const { projects, applications, problems, accounts, files, TODAY, STATES, turn, record } = data
const drafts = new Map()
const bring = []
let last = 2000

const fault = (status, code, detail, more = {}) => ({ status, fault: { type: 'about:blank', title: code, status, code, detail, ...more } })
const missing = () => fault(404, 'not-found', '没有找到。')
const list = (items, query, size = 50) => {
  const at = Number(query.after || 0)
  const limit = Number(query.limit || size)
  return { items: items.slice(at, at + limit), total: items.length, next: at + limit < items.length ? String(at + limit) : null }
}

function tell(kind, project, application = null, problem = null) {
  const text = `event: change\ndata: ${JSON.stringify({ seq: ++last, kind, project_id: project, application_id: application, problem_id: problem })}\n\n`
  for (const stream of streams) stream.write(text)
}

function stale(row, seen) {
  return seen !== undefined && seen !== row.version ? fault(409, 'version-moved', '内容已被他人更新。', { seen_version: seen, current_version: row.version }) : null
}

const roleOf = (context) => context.session.post?.role
const PROJECT_ACTS = {
  lead: ['screen', 'lead-facts'], screened: ['screen', 'admission'], listed: ['handover', 'facts'], handed_over: ['acknowledge'], accepted: ['navigator'],
  served: ['facts', 'plan', 'problem'], under_way: ['intake', 'facts', 'plan', 'milestone', 'problem'],
}

function mayOf(project, role) {
  if (['leader', 'supervisor'].includes(role)) return []
  if (role === 'department_officer') return ['problem']
  if (role === 'enterprise') return ['facts', 'problem', ...(project.plan?.state === 'proposed' ? ['confirm'] : [])]
  return PROJECT_ACTS[project.stage] || []
}

const rowOf = ({ contact, stages, next_step, plan, nodes, milestones, may, ...row }) => row
const clean = (row) => {
  const { description, measures, solution, evidence, done_on, verify_note, ...rest } = row
  return rest
}

function matches(row, q) {
  return !q || JSON.stringify([row.name, row.title, row.number, row.enterprise, row.project?.name]).includes(q)
}

function filtered(query, role) {
  const mine = role === 'enterprise' ? projects.filter((one) => one.enterprise === '样例企业') : projects
  return mine.filter((one) => matches(one, query.q) && (!query.stage || one.stage === query.stage) && (!query.district || one.district === query.district) && (!query.direction || one.direction === query.direction) && (!query.light || one.light === query.light) && (query.navigator !== 'me' || one.navigator))
}

const ACTS = { submitted: ['open', 'receive', 'accept', 'supplement', 'not-accept'], received: ['open', 'accept', 'supplement', 'not-accept'], accepted: ['decide', 'special-start'], special: ['special-end', 'decide'], granted: ['deliver'], supplement: [] }

function applicationMay(row, role) {
  if (role === 'department_officer') return [...(ACTS[row.state] || []), 'verified', 'problem']
  if (role === 'enterprise') return row.state === 'supplement' ? ['supplement-complete', 'problem'] : ['problem']
  if (['leader', 'supervisor'].includes(role)) return ['remind']
  return ['remind', 'verified', 'problem', ...(row.state === 'supplement' ? ['supplement-complete'] : [])]
}

function detail(context, id) {
  const row = applications.find((one) => one.id === Number(id))
  if (!row) return missing()
  const project = projects.find((one) => one.id === row.project.id)
  const guide = data.packFor(context.lang).items.find((one) => one.code === row.code)
  const nodes = project.nodes
  const node = nodes.find((one) => one.code === row.code)
  return {
    ...row,
    item: { ...guide, materials: guide.materials.map((one, at) => ({ ...one, state: one.source === 'applicant' ? (at < row.materials_have ? 'have' : 'missing') : 'shared' })) },
    clock: { legs: [{ kind: 'received', from: '2026-11-10', to: '2026-11-10', days: 0, note: null }, { kind: 'accepted', from: '2026-11-12', to: null, days: 7, note: null }, ...(row.light === 'paused' ? [{ kind: 'paused', from: '2026-11-17', to: null, days: 4, note: '补正' }] : [])], limit_days: row.limit_days, used_days: row.used_days, left_days: row.left_days, paused: row.light === 'paused', due_on: row.due_on, delivery_due: null },
    before: nodes.filter((one) => node?.after.includes(one.code)).map((one) => ({ code: one.code, name: one.name, state_name: one.state_name, done: !!one.actual_finish })),
    after: nodes.filter((one) => one.after.includes(row.code)).map((one) => ({ code: one.code, name: one.name, critical: one.critical, float_days: one.float_days })),
    history: data.history.get(project.id) || [],
    supplement: row.state === 'supplement' ? row.asked || { asked_on: '2026-11-17', reasons: [{ code: 'missing', name: '缺少材料', note: '环境监测报告' }, { code: 'seal', name: '缺少签字或盖章', note: null }], note: '监测报告须由有资质的单位出具。', completed_on: null } : null,
    decision: row.state === 'granted' ? { result: 'granted', on: '2026-11-20', valid_until: null } : null,
    may: applicationMay(row, roleOf(context)),
  }
}

const NEXT = { receive: 'received', accept: 'accepted', 'not-accept': 'not_accepted', supplement: 'supplement', 'supplement-complete': 'received', 'special-start': 'special', 'special-end': 'accepted', deliver: 'delivered', withdraw: 'withdrawn' }

function actOnApplication(context, id, act) {
  const row = applications.find((one) => one.id === Number(id))
  if (!row) return missing()
  const moved = stale(row, context.seen)
  if (moved) return moved
  if (act === 'decide' && context.body.result === 'refused' && !context.body.reason) return fault(422, 'field-required', '不予许可必须写明理由。', { field: 'reason', label: '理由', advice: '请填写理由和法律依据。' })
  const state = act === 'decide' ? context.body.result : NEXT[act]
  if (act === 'open') row.opened = true
  if (act === 'remind') Object.assign(row, { reminded: row.reminded + 1, last_reminded_on: TODAY })
  if (act === 'supplement') row.asked = { asked_on: TODAY, reasons: context.body.reasons.map((code) => ({ code, name: data.source.reasons.find((one) => one.code === code).name })), note: context.body.note || null, completed_on: null }
  if (state) {
    row.state = state
    row.state_name = STATES[state]
    row.light = ['granted', 'refused', 'delivered', 'not_accepted', 'withdrawn'].includes(state) ? 'done' : ['supplement', 'special'].includes(state) ? 'paused' : 'green'
    row.left_days = state === 'accepted' ? row.limit_days : null
  }
  row.version++
  const receipt = record(row.project.id, `${act}：${row.name}`, context.session.account.name)
  tell('application.' + act, row.project.id, row.id)
  return { id: row.id, version: row.version, receipt }
}

function actOnProject(id, context, change, sentence, number) {
  const project = projects.find((one) => one.id === Number(id))
  if (!project) return missing()
  const moved = stale(project, context.seen)
  if (moved) return moved
  change(project)
  if (data.STAGES[project.stage]) project.stage_name = data.STAGES[project.stage]
  project.version++
  const receipt = record(project.id, sentence, context.session.account.name)
  tell('project.changed', project.id)
  return { id: project.id, version: project.version, number, receipt }
}

const PROBLEM_MAY = { raised: ['assign', 'escalate'], assigned: ['solve', 'escalate', 'return'], solved: ['verify', 'confirm', 'return'], closed: ['reopen'] }
const PROBLEM_NEXT = { assign: ['assigned', '定责'], solve: ['solved', '待验证'], verify: ['solved', '待验证'], confirm: ['closed', '销号'], return: ['assigned', '定责'], reopen: ['assigned', '定责'] }

function actOnProblem(context, id, act) {
  const row = problems.find((one) => one.id === Number(id))
  if (!row) return missing()
  const moved = stale(row, context.seen)
  if (moved) return moved
  if (PROBLEM_NEXT[act]) [row.state, row.state_name] = PROBLEM_NEXT[act]
  if (act === 'assign') Object.assign(row, { org: context.body.org, org_name: data.orgName.get(context.body.org), due_on: context.body.due_on, measures: context.body.measures, light: 'green' })
  if (act === 'escalate') row.level = context.body.level
  row.version++
  tell('problem.' + act, row.project.id, null, row.id)
  return { id: row.id, version: row.version, receipt: record(row.project.id, `问题 ${row.number}：${act}`, context.session.account.name) }
}

function workbench() {
  const first = projects[0]
  const ref = (project) => ({ id: project.id, number: project.number, name: project.name })
  const todo = [
    { key: 'a2', kind: 'remind', light: 'red', due: '2026-11-18', left_days: -3, title: '催办国有建设用地使用权首次登记', detail: '福州市自然资源和规划局', project: ref(first), effect_days: 0, critical: false, who: 'department', action: { kind: 'remind', label: '催办', application_id: 2 } },
    { key: 'a1', kind: 'remind', light: 'yellow', due: '2026-11-25', left_days: 2, title: '收齐交评意见后完成设计方案审查', detail: '还差“交通影响评价意见”', project: ref(first), effect_days: 12, critical: true, who: 'department', action: { kind: 'remind', label: '催办', application_id: 1 } },
    { key: 'a3', kind: 'application', light: 'yellow', due: TODAY, left_days: 0, title: '帮企业提交环评补正材料', detail: '福州市生态环境局一次性告知', project: ref(first), effect_days: 0, critical: false, who: 'enterprise', action: { kind: 'application', label: '去提交', application_id: 3 } },
    { key: 'p3', kind: 'facts', light: 'green', due: '2026-11-27', left_days: 4, title: '补充项目情况', detail: '还有 12 个问题', project: ref(projects[2]), effect_days: 0, critical: false, who: 'me', action: { kind: 'facts' } },
    { key: 'p5', kind: 'acknowledge', light: 'green', due: '2026-11-26', left_days: 3, title: '签收移交', detail: '投资促进部门 11月20日移交', project: ref(projects[4]), effect_days: 0, critical: false, who: 'me', action: { kind: 'acknowledge' } },
    { key: 'p8', kind: 'screen', light: 'none', due: null, left_days: null, title: '开展研判', detail: '线索登记于 11月20日', project: ref(projects[7]), effect_days: 0, critical: false, who: 'me', action: { kind: 'screen' } },
    ...bring.map((one) => ({ key: 'b' + one.id, kind: 'bring_forward', light: 'none', due: one.on, left_days: 1, title: one.note, detail: '', project: ref(first), effect_days: 0, critical: false, who: 'me', action: { kind: 'bring_forward', bring_forward_id: one.id } })),
  ]
  const waiting = applications.filter((one) => one.turn?.party === 'department').slice(0, 3).map((one, at) => ({ title: one.name, who: one.org_name, since: '2026-11-12', days: 7, read: at > 0, application_id: one.id, reminded: one.reminded || at, last_reminded_on: one.last_reminded_on || (at ? '2026-11-19' : null) }))
  return {
    counts: { overdue: 1, soon: 2, week: 2, waiting: waiting.length, projects: 3 }, todo, waiting,
    risks: [{ project: ref(first), late_days: 12, cause: '设计方案审查还差“交通影响评价意见”' }, { project: ref(projects[1]), late_days: 0, cause: '按方案进行' }],
  }
}

function queue(context) {
  const org = context.session.post.org
  const mine = applications.filter((one) => one.org === org)
  const { query } = context
  const shown = mine.filter((one) => !['granted', 'delivered', 'refused', 'not_accepted', 'withdrawn'].includes(one.state) && (!query.state || one.state === query.state) && (!query.light || one.light === query.light))
  shown.sort((a, b) => (a.left_days ?? 99) - (b.left_days ?? 99))
  const count = (state) => mine.filter((one) => one.state === state).length
  return { counts: { to_receive: count('submitted'), to_accept: count('received'), in_review: count('accepted'), supplement: count('supplement'), special: count('special'), to_deliver: count('granted'), due_today: 0, overdue: mine.filter((one) => one.light === 'red').length }, ...list(shown, query) }
}

function screening(id) {
  const project = projects.find((one) => one.id === Number(id))
  const result = { 'SC-CLASS': 'yes', 'SC-PLAN': 'unknown', 'SC-INVEST': project.total_investment_wanyuan ? 'yes' : 'unknown', 'SC-LEADING': 'yes' }
  return {
    criteria: data.source.screening.criteria.map((one) => {
      const condition = one.condition.any ? one.condition.any[0] : one.condition
      const said = result[one.code] || (one.kind === 'priority' ? 'no' : 'unknown')
      const field = data.source.screening.fields.find((f) => f.name === condition.field)
      return {
        code: one.code, name: one.name_zh, kind: one.kind, result: said, score: said === 'yes' ? one.score : 0, score_max: one.score, basis: one.basis, source: one.source, confidence: one.confidence, override: null, may_override: one.kind === 'required' && said !== 'yes',
        lines: condition.field ? [{ field: condition.field, field_name: field?.meaning || condition.field, op: condition.op, value: said === 'unknown' ? null : condition.field === 'total_investment_wanyuan' ? Number(project.total_investment_wanyuan) : condition.value, threshold: condition.value, gap: null, result: said, source: '线索登记' }] : [],
      }
    }),
    suggestion: 'more_facts', score: 30, unknown: [{ field: 'plan_conform', name: '是否符合产业发展规划', type: 'bool' }, { field: 'foreign_capital_usd_wan', name: '外资金额', type: 'number', unit: '万美元' }],
    recorded: project.stage === 'lead' ? null : { on: '2026-11-20', by: '投资促进专员', result: 'list' }, estimate: { items: 40, working_days: 238, label: '预估' },
  }
}

const known = new Map()
function facts(context, id) {
  const values = known.get(id) || { total_investment_wanyuan: undefined, is_industrial: true, land_acquisition: '出让', new_construction: true, floor_area_sqm: 68000 }
  const all = data.packFor(context.lang).facts
  const items = new Map(data.source.items.items.map((one) => [one.code, one.name]))
  const asked = data.source.fields.fields.filter((one) => !(one.name in values) && one.items?.length).sort((a, b) => b.items.length - a.items.length)
  return {
    version: projects.find((one) => one.id === Number(id)).version,
    facts: all.map((one) => ({ ...one, value: values[one.name] ?? null, source: values[one.name] === undefined ? null : '企业填报', by: values[one.name] === undefined ? null : '样例企业', on: values[one.name] === undefined ? null : '2026-11-18' })),
    questions: asked.slice(0, 20).map((one) => ({ field: one.name, question: context.lang === 'en' ? one.question_en : one.question_zh, why: one.why_zh, type: one.type, values: one.values, unit: one.unit, decides: one.items.map((code) => ({ code, name: items.get(code) })) })),
    warnings: [],
  }
}

function enterpriseHome() {
  return {
    projects: projects.filter((one) => one.enterprise === '样例企业').map((project) => ({
      ...rowOf(project), query_code: project.query_code,
      asks: project.id === 1 && applications[2].state === 'supplement' ? [{ title: '补交环评材料：环境监测报告', due: '2026-11-27', why: '不交，环评审批不能继续，投产要晚。', action: { kind: 'application', application_id: 3 }, light: 'yellow' }] : [],
      progress: project.nodes.map((node) => ({ name: node.name, light: node.actual_finish ? 'done' : node.light, state_name: node.state_name, finish: node.actual_finish || node.forecast_finish })),
    })),
  }
}

function figures() {
  const red = applications.filter((one) => one.light === 'red').length
  const stages = Object.entries(data.STAGES).map(([id, name]) => ({ id, name, count: projects.filter((one) => one.stage === id).length })).filter((one) => one.count)
  const byDistrict = [...new Set(projects.map((one) => one.district))].map((code) => {
    const all = projects.filter((one) => one.district === code)
    const sum = all.reduce((total, one) => total + Number(one.total_investment_wanyuan || 0), 0)
    return { code, name: data.districtName.get(code), count: all.length, investment_wanyuan: sum ? String(sum) : null }
  })
  return {
    items: [
      { code: 'projects', name: '在库项目', value: projects.length, unit: '个', definition: '已登记且未撤回的项目和线索。', link: '/projects' },
      { code: 'on_time', name: '按期办结率', value: '96.4', unit: '%', definition: '承诺时限内办结的办件占已办结办件的比例。', link: '/applications?state=granted' },
      { code: 'late', name: '预计推迟投产', value: 1, unit: '个', definition: '预测投产日晚于现行方案的项目。', link: '/projects?sort=urgency' },
      { code: 'problems', name: '未销号问题', value: problems.filter((one) => one.state !== 'closed').length, unit: '个', definition: '已提出、未确认销号的问题。', link: '/problems' },
    ],
    needs: problems.filter((one) => one.level === 'leader').map(clean), lights: { red, yellow: applications.filter((one) => one.light === 'yellow').length }, stages, districts: byDistrict,
  }
}

/** Without variants the basic route is all there is. */
function basicRoute(plan, query) {
  const { working_days, production } = plan
  const route = { number: 0, name: '常规', name_en: 'Basic', working_days, production, saves_days: 0, risk: 0, visits_saved: 0, materials_saved: 0, estimate: false, provisional: false, variants: [], differences: { left_out: [], added: [], days: [], starts: [] }, nodes: plan.nodes }
  const best = { route: 0, working_days, production, variants: [], optimal: true, nodes: 1, lower_bound: working_days, root_bound: working_days }
  const by = query.by ? { date: query.by, met: production <= query.by, optimal: true, nodes: 1, earliest: production, route } : undefined
  return { start: plan.start, basis: query.basis, basic: { working_days, production }, best, front: { size: 1, shown: 1, complete: true }, by, routes: [route], variants: [], items: {} }
}

const sub = (pattern) => new RegExp('^' + pattern.replace(/:id/g, '(\\d+)') + '$')

export const routes = [
  ['GET', /^\/pack$/, (c) => data.packFor(c.lang)],
  ['GET', /^\/drafts\/([a-z0-9-]+)$/, (c, form) => drafts.get(c.session.account.id + form) || { content: null, saved_at: null }],
  ['PUT', /^\/drafts\/([a-z0-9-]+)$/, (c, form) => (drafts.set(c.session.account.id + form, { content: c.body.content, saved_at: Date.now() }), {})],
  ['DELETE', /^\/drafts\/([a-z0-9-]+)$/, (c, form) => (drafts.delete(c.session.account.id + form), {})],
  ['GET', /^\/leads\/duplicates$/, (c) => ({ items: projects.filter((one) => c.query.name && one.name.includes(c.query.name.slice(0, 3))).map((one) => ({ id: one.id, number: one.number, name: one.name, enterprise: one.enterprise, district_name: one.district_name, similarity: '0.91', registered_on: one.registered_on, stage_name: one.stage_name })) })],
  ['POST', /^\/leads$/, (c) => {
    if (projects.some((one) => one.name === c.body.name)) return fault(422, 'duplicate', '已有同名项目。', { field: 'name', label: '项目名称', advice: '请先核对右侧的相似项目。' })
    const project = { ...projects[7], id: projects.length + 1, number: `榕线2026-${projects.length + 1}`, version: 1, ...c.body, direction: c.body.industry_direction, direction_name: c.body.industry_direction, district_name: data.districtName.get(c.body.district), stage: 'lead', stage_name: '线索' }
    projects.push(project)
    tell('lead.registered', project.id)
    return { id: project.id, number: project.number, version: 1, receipt: record(project.id, `登记线索“${project.name}”`, c.session.account.name) }
  }],
  ['GET', /^\/projects$/, (c) => list(filtered(c.query, roleOf(c)).map(rowOf), c.query)],
  ['GET', sub('/projects/:id'), (c, id) => {
    const project = projects.find((one) => one.id === Number(id))
    if (!project) return missing()
    return { ...project, may: mayOf(project, roleOf(c)), applications: applications.filter((one) => one.project.id === project.id), problems: problems.filter((one) => one.project.id === project.id).map(clean) }
  }],
  ['GET', sub('/projects/:id/screening'), (c, id) => screening(id)],
  ['POST', sub('/projects/:id/screening'), (c, id) => actOnProject(id, c, (p) => (p.stage = 'screened'), '记录研判结果')],
  ['POST', sub('/projects/:id/lead-facts'), (c, id) => actOnProject(id, c, () => undefined, '补充线索情况')],
  ['POST', sub('/projects/:id/admission'), (c, id) => actOnProject(id, c, (p) => (p.stage = { list: 'listed', defer: 'deferred', refuse: 'refused', withdraw: 'withdrawn' }[c.body.decision]), '准入决定')],
  ['POST', sub('/projects/:id/handover'), (c, id) => actOnProject(id, c, (p) => (p.stage = 'handed_over'), '移交服务中心')],
  ['POST', sub('/projects/:id/handover/acknowledge'), (c, id) => actOnProject(id, c, (p) => (p.stage = 'accepted'), '签收移交')],
  ['POST', sub('/projects/:id/handover/return'), (c, id) => actOnProject(id, c, (p) => (p.stage = 'listed'), '退回移交')],
  ['GET', /^\/navigators$/, () => ({ items: [{ id: 2, name: '代办员（长乐）', org_name: '长乐区行政服务中心', district_name: '长乐区', active_projects: 3 }, { id: 12, name: '兼任人员', org_name: '长乐区行政服务中心', district_name: '长乐区', active_projects: 0 }] })],
  ['POST', sub('/projects/:id/navigator'), (c, id) => actOnProject(id, c, (p) => Object.assign(p, { stage: 'served', navigator: { id: c.body.account_id, name: '代办员（长乐）' } }), '指派代办员')],
  ['GET', sub('/projects/:id/facts'), facts],
  ['POST', sub('/projects/:id/facts'), (c, id) => actOnProject(id, c, () => known.set(id, { ...(known.get(id) || {}), ...c.body.facts }), '补充项目情况')],
  ['GET', sub('/projects/:id/plan-preview'), (c) => ({ ...planOf(data.source, data.calendar, c.query.start || TODAY), provisional_after: '2026-12-31', questions: [], unknown_items: [{ code: 'land-forest', name: '建设项目使用林地审核', fields: [{ field: 'uses_forest', name: '是否使用林地' }] }], difference: { added: ['util-gas'], removed: ['water-intake'], production_days: 4 } })],
  ['GET', sub('/projects/:id/routes'), (c) => basicRoute(planOf(data.source, data.calendar, c.query.start || TODAY), c.query)],
  ['GET', sub('/projects/:id/chance'), () => fault(409, 'wrong-state', '还没有企业确认的审批方案。')],
  ['GET', /^\/capacity$/, () => ({ estimate: true, projects: 0, items: 0, late_projects: 0, late_days: 0, late_days_free: 0, units: [], moved: [] })],
  ['GET', /^\/staffing$/, () => ({ items: [], total: 0 })],
  ['GET', /^\/rehearsal$/, () => ({ projects: 0, projects_are_least: false, moved: 0, later: 0, earlier: 0, days: 0, items: [] })],
  ['GET', sub('/projects/:id/plans'), (c, id) => {
    const { plan } = projects.find((one) => one.id === Number(id))
    return { items: plan ? [{ ...plan, by: '代办员（长乐）', note: '按企业意见把设备采购提前。' }, { ...plan, number: 1, state: 'objected', confirmed_on: null, by: '代办员（长乐）', note: null, reason: '开工日期过晚。' }] : [] }
  }],
  ['POST', sub('/projects/:id/plans'), (c, id) => actOnProject(id, c, (p) => {
    const plan = planOf(data.source, data.calendar, c.body.start)
    Object.assign(p, { plan: { number: (p.plan?.number || 0) + 1, adopted_on: TODAY, confirmed_on: null, state: 'proposed', start: plan.start, production: plan.production, working_days: plan.working_days } })
    if (!p.nodes.length) Object.assign(p, { nodes: plan.nodes, total: plan.nodes.length, production_planned: plan.production, production_forecast: plan.production })
  }, '采纳方案')],
  ['POST', sub('/projects/:id/plans/:id/confirm'), (c, id) => actOnProject(id, c, (p) => Object.assign(p.plan, { state: 'confirmed', confirmed_on: TODAY }), '企业确认方案')],
  ['POST', sub('/projects/:id/plans/:id/object'), (c, id) => actOnProject(id, c, (p) => (p.plan.state = 'objected'), '企业提出异议')],
  ['GET', sub('/projects/:id/ready'), (c) => ({ items: data.packFor(c.lang).items.filter((one) => ['civil-defence', 'util-power', 'util-water', 'water-soil-report'].includes(one.code)).map((one) => ({ code: one.code, name: one.name, org_name: one.org_name, stage_name: one.stage, promised_days: one.promised_days, materials: one.materials, critical: one.code === 'civil-defence', missing_predecessors: [] })) })],
  ['POST', sub('/projects/:id/intakes'), (c, id) => ({ ...actOnProject(id, c, () => undefined, `一次申报 ${c.body.items.length} 个事项`), applications: c.body.items.map((code, at) => ({ id: 900 + at, number: '榕办2026-00900', code })) })],
  ['POST', sub('/projects/:id/milestones'), (c, id) => actOnProject(id, c, (p) => (p.milestones.find((one) => one.id === c.body.milestone).reached_on = c.body.reached_on), '登记里程碑')],
  ['GET', sub('/projects/:id/history'), (c, id) => list(data.history.get(Number(id)) || [], c.query)],
  ['GET', sub('/projects/:id/files'), (c, id) => ({ items: files.filter((one) => one.project === Number(id)) })],
  ['POST', sub('/projects/:id/files'), (c, id) => {
    const file = { id: files.length + 1, project: Number(id), name: decodeURIComponent(c.headers['x-file-name']), size: c.body.bytes.length, digest: 'ff00aa', receipt: record(Number(id), '上传文件', c.session.account.name), recorded_at: Date.now() }
    files.push(file)
    return file
  }],
  ['POST', sub('/projects/:id/problems'), (c, id) => {
    const project = projects.find((one) => one.id === Number(id))
    const row = data.newProblem(project, c.body.title, c.body.category, c.body.description, { raised_by_name: c.session.account.name, application_id: c.body.application_id || null })
    tell('problem.raised', project.id, null, row.id)
    return { id: row.id, number: row.number, version: 1, receipt: record(project.id, `提出问题 ${row.number}`, c.session.account.name) }
  }],
  ['GET', /^\/applications$/, (c) => list(applications.filter((one) => matches(one, c.query.q) && (!c.query.light || one.light === c.query.light) && (!c.query.state || one.state === c.query.state)), c.query)],
  ['GET', sub('/applications/:id'), detail],
  ['POST', /^\/applications\/(\d+)\/([a-z-]+)$/, actOnApplication],
  ['GET', /^\/workbench$/, workbench],
  ['POST', /^\/bring-forwards$/, (c) => (bring.push({ id: bring.length + 1, ...c.body }), { id: bring.length, version: 1, receipt: '9-0a1b2c3d4e5f60718293' })],
  ['POST', /^\/bring-forwards\/(\d+)\/done$/, (c, id) => (bring.splice(bring.findIndex((one) => one.id === Number(id)), 1), { id: Number(id) })],
  ['GET', /^\/queue$/, queue],
  ['GET', /^\/home-enterprise$/, enterpriseHome],
  ['GET', /^\/figures$/, figures],
  ['GET', /^\/problems$/, (c) => list(problems.filter((one) => matches(one, c.query.q) && (!c.query.level || one.level === c.query.level)).map(clean), c.query)],
  ['GET', sub('/problems/:id'), (c, id) => {
    const row = problems.find((one) => one.id === Number(id))
    if (!row) return missing()
    return { ...row, history: data.history.get(row.project.id) || [], may: ['leader', 'supervisor'].includes(roleOf(c)) ? [] : PROBLEM_MAY[row.state] || [], people: [{ id: 6, name: '资规局经办人', org_name: '福州市自然资源和规划局' }, { id: 2, name: '代办员（长乐）', org_name: '长乐区行政服务中心' }] }
  }],
  ['POST', /^\/problems\/(\d+)\/([a-z]+)$/, actOnProblem],
  ['GET', /^\/accounts$/, () => ({ items: accounts })],
  ['POST', /^\/accounts$/, (c) => (accounts.push({ id: accounts.length + 1, ...c.body, password: undefined, posts: [], disabled: false, locked: false, created_on: TODAY }), { id: accounts.length })],
  ['POST', /^\/accounts\/(\d+)\/(\w+)$/, (c, id, act) => {
    const account = accounts.find((one) => one.id === Number(id))
    if (act === 'disable' || act === 'enable') account.disabled = act === 'disable'
    return act === 'tokens' ? { token: 'ldt_0123456789abcdef0123456789abcdef' } : { id: account.id }
  }],
  ['DELETE', /^\/accounts\/(\d+)\/posts\/(\d+)$/, () => ({})],
  ['GET', /^\/audit$/, (c) => list(Array.from({ length: 60 }, (_, at) => ({ number: 900 - at, at: Date.parse('2026-11-23T05:00:00Z') - at * 600000, account: 1, account_name: accounts[at % accounts.length].name, act: at % 7 ? 'sign-in' : 'denied', detail: at % 7 ? null : '没有该项目的权限', peer: '127.0.0.1' })), c.query)],
  ['POST', /^\/session\/password$/, (c) => (c.body.old === data.PASSWORD ? {} : fault(422, 'wrong-password', '现在的密码不正确。', { field: 'old' }))],
  // For tests of the live line: changes a case as if another person had acted.
  ['POST', /^\/mock\/touch\/(\d+)$/, (c, id) => {
    const row = applications.find((one) => one.id === Number(id))
    Object.assign(row, { light: row.light === 'red' ? 'green' : 'red', version: row.version + 1, left_days: row.light === 'red' ? 3 : -1 })
    tell('application.changed', row.project.id, row.id)
    return { id: row.id }
  }],
]
