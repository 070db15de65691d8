// A small city full of work, in the shapes of the contract. People are named by their role only.
import { readFileSync } from 'node:fs'
import { calendarOf, planOf } from './plan.mjs'

export const TODAY = '2026-11-23'
const folder = new URL('../../../data/fuzhou/', import.meta.url)
const read = (name) => JSON.parse(readFileSync(new URL(name + '.json', folder), 'utf8'))
export const source = Object.fromEntries(['items', 'organisations', 'districts', 'industries', 'parks', 'calendar', 'roles', 'fields', 'screening'].map((name) => [name, read(name)]))
source.categories = read('problem-categories').categories
source.reasons = read('supplement-reasons').reasons
export const calendar = calendarOf(source)

const named = (lang) => (row) => (lang === 'en' && row.name_en) || row.name || row.name_zh
const orgName = new Map(source.organisations.units.map((unit) => [unit.id, unit.name]))
const districts = source.districts.districts.filter((one) => one.type)
const districtName = new Map(districts.map((one) => [one.code, one.name]))
const itemOf = new Map(source.items.items.map((item) => [item.code, item]))

export function packFor(lang) {
  const name = named(lang)
  return {
    city: { id: 'fuzhou', name: lang === 'en' ? 'Fuzhou' : '福州市', version: '2026.11.1' },
    districts: districts.map((one) => ({ code: one.code, name: name(one) })),
    orgs: source.organisations.units.map((one) => ({ id: one.id, name: name(one), type: one.type })),
    industries: { classes: source.industries.classes.map((one) => ({ code: one.id, name: name(one) })), directions: source.industries.directions.map((one) => ({ code: one.id, name: name(one), class: one.class })) },
    parks: [], stages: source.items.stages.map((one) => ({ id: one.id, name: name(one) })),
    roles: source.roles.roles.map((one) => ({ id: one.id, name: name(one) })),
    facts: source.fields.fields.map((one) => ({ name: one.name, type: one.type, values: one.values, unit: one.unit, meaning: lang === 'en' ? one.meaning_en : one.meaning, question: lang === 'en' ? one.question_en : one.question_zh, why: one.why_zh })),
    problem_categories: source.categories.map((one) => ({ code: one.code, name: name(one) })),
    supplement_reasons: source.reasons.map((one) => ({ code: one.code, name: name(one) })),
    items: source.items.items.map((one) => ({ code: one.code, name: name(one), stage: one.stage, stage_name: one.stage, org: one.org, org_name: orgName.get(one.org), statutory_days: one.statutory_days, promised_days: one.promised_days, planning_days: one.planning_days, legal_basis: one.legal_basis, kind: one.kind, materials: one.materials, fee: one.fee, outputs: one.outputs, notes: one.notes })),
    calendar: { published_through: 2026, off: calendar.off, work: calendar.work },
  }
}

const post = (id, role, org, district) => ({
  id, role, role_name: source.roles.roles.find((one) => one.id === role).name, org: org || null, org_name: org ? orgName.get(org) : null,
  district: district || null, district_name: district ? districtName.get(district) : null,
})

export const PASSWORD = 'demonstration'
export const accounts = [
  ['enterprise', '样例企业', [post(1, 'enterprise')]], ['navigator', '代办员（长乐）', [post(2, 'navigator', 'asc-350112', '350112')]],
  ['promotion', '投资促进专员', [post(3, 'promotion_officer', 'invest')]], ['coordinator', '市中心协调员', [post(4, 'centre_coordinator', 'asc')]],
  ['district', '长乐协调员', [post(5, 'district_coordinator', 'asc-350112', '350112')]], ['department', '资规局经办人', [post(6, 'department_officer', 'zrzy')]],
  ['leader', '分管领导', [post(7, 'leader')]], ['supervisor', '督查员', [post(8, 'supervisor', 'xnb')]], ['system', '系统管理员', [post(9, 'system_admin')]],
  ['security', '安全管理员', [post(10, 'security_admin')]], ['audit', '审计管理员', [post(11, 'audit_admin')]],
  ['double', '兼任人员', [post(12, 'navigator', 'asc-350112', '350112'), post(13, 'district_coordinator', 'asc-350112', '350112')]],
].map(([login, name, posts], at) => ({ id: at + 1, login, name, posts, disabled: false, locked: at === 10, created_on: '2026-11-01' }))

const STAGES = { lead: '线索', screened: '已筛查', listed: '已入清单', handed_over: '待接收', accepted: '已接收', served: '代办中', under_way: '审批中', production: '已投产', deferred: '暂缓', refused: '不予纳入' }
const STATES = { submitted: '待收件', received: '待受理', supplement: '补正中', accepted: '审查中', special: '特别程序', granted: '办结（准予）', refused: '办结（不予）', not_accepted: '不予受理', withdrawn: '撤件', delivered: '已送达' }
export { STAGES, STATES }

export const turn = (party, name, act, since = '2026-11-16', until = '2026-11-27', overdue = 0) => ({ party, org: null, name, act, since, until, overdue_days: overdue, provisional: false })

export const projects = []
export const applications = []
export const problems = []
export const history = new Map()
let seq = 1200

export function record(project, sentence, actor, on = TODAY) {
  const line = { seq: ++seq, recorded_at: Date.parse(on + 'T06:30:00Z'), happened_on: on, kind: 'event', sentence, actor_name: actor, receipt: `${seq}-0a1b2c3d4e5f60718293` }
  history.set(project, [line, ...(history.get(project) || [])])
  return line.receipt
}

function application(project, code, state, over) {
  const item = itemOf.get(code)
  const limit = item.promised_days || item.planning_days || 5
  const row = {
    id: applications.length + 1, number: `榕办2026-${String(applications.length + 101).padStart(5, '0')}`, version: 3,
    project: { id: project.id, number: project.number, name: project.name, district_name: project.district_name },
    code, name: item.name, org: item.org, org_name: orgName.get(item.org), state, state_name: STATES[state], opened: state !== 'submitted',
    submitted_on: '2026-11-09', received_on: state === 'submitted' ? null : '2026-11-10', accepted_on: ['accepted', 'special', 'granted'].includes(state) ? '2026-11-12' : null,
    due_on: ['accepted', 'special'].includes(state) ? '2026-11-25' : null, used_days: 7, left_days: ['accepted'].includes(state) ? limit - 7 : null, limit_days: limit, limit_basis: 'promised', reminded: 0, last_reminded_on: null,
    light: state === 'granted' ? 'done' : state === 'special' || state === 'supplement' ? 'paused' : 'green',
    effect: { light: 'green', float_days: 18, critical: false, production_moves: 0 }, turn: turn('department', orgName.get(item.org), '作出决定'),
    materials_have: item.materials.length, materials_need: item.materials.length, verified_on: '2026-11-20', stale: false,
    handler: null, provisional: false, ...over,
  }
  applications.push(row)
  return row
}

const LISTED = [
  ['样例一 芯片封测新建厂房', '样例企业', '350112', '新一代信息技术', '52800', 'under_way'], ['样例二 新能源电池材料一体化基地（含正极材料、前驱体与回收利用产线）', '样例企业', '350181', '新能源新材料', '186500.5', 'under_way'],
  ['样例三 冷链物流与仓储分拨中心', '样例物流企业', '350123', '现代物流', '9800', 'served'], ['样例四 既有厂房技术改造', '样例制造企业', '350105', '高端装备制造', null, 'accepted'],
  ['海工装备制造项目', '样例装备企业', '350181', '高端装备制造', '120000', 'handed_over'], ['生物医药中试平台', '样例医药企业', '350121', '生物医药', '31000', 'listed'],
  ['算力中心二期', '样例信息企业', '350104', '新一代信息技术', null, 'screened'], ['精密光学元件扩产', '样例光学企业', '350111', '新一代信息技术', '8600', 'lead'],
  ['近海养殖装备研发基地', '样例海洋企业', '350122', '高端装备制造', null, 'lead'], ['科创服务综合体', '样例服务企业', '350102', '科技服务', '24000', 'deferred'], ['纺织新材料项目', '样例纺织企业', '350112', '新能源新材料', '66000', 'production'],
]

for (const [name, enterprise, district, direction, money, stage] of LISTED) {
  const id = projects.length + 1
  projects.push({
    id, number: `榕联2026-${String(id).padStart(4, '0')}`, version: 7, name, enterprise, district, district_name: districtName.get(district), direction, direction_name: direction, industry_class: '战略性新兴产业',
    total_investment_wanyuan: money, land_area_mu: '90', contact: '项目联系人 0591-00000000', source: '招商活动', registered_on: '2026-03-02', query_code: 'FZ7K2M9Q',
    stage, stage_name: STAGES[stage], turn: stage === 'production' ? null : turn('navigator', '代办员（长乐）', '补充项目情况', '2026-11-18', '2026-11-24', 0), light: ['red', 'yellow', 'green', 'none'][id % 4],
    effect_days: 0, production_planned: null, production_forecast: null, provisional: false, navigator: id <= 3 ? { id: 2, name: '代办员（长乐）' } : null,
    done: 0, total: 0, open_problems: 0, stages: [], next_step: null, plan: null, may: [], milestones: [], nodes: [], late_days: null, causes: [],
  })
  record(id, `登记线索“${name}”`, '投资促进专员', '2026-03-02')
  record(id, '研判：建议纳入联动服务清单', '投资促进专员', '2026-03-05')
}

function underWay(project, start, late) {
  const plan = planOf(source, calendar, start)
  project.nodes = plan.nodes
  project.plan = { number: 2, adopted_on: '2026-03-06', confirmed_on: '2026-03-09', state: 'confirmed', start, production: plan.production, working_days: plan.working_days }
  for (const node of plan.nodes) {
    if (node.earliest_finish < '2026-11-10') Object.assign(node, { actual_start: node.earliest_start, actual_finish: node.earliest_finish, light: 'done', state_name: '已办结' })
    else {
      node.forecast_start = node.critical ? calendar.add(node.earliest_start, late) : node.earliest_start
      node.forecast_finish = node.critical ? calendar.add(node.earliest_finish, late) : node.earliest_finish
      if (!node.critical && node.float_days > 10) node.may_wait_days = node.float_days
    }
  }
  project.production_planned = plan.production
  project.production_forecast = calendar.add(plan.production, late)
  project.effect_days = late
  project.late_days = late
  project.causes = late ? [{ code: 'planning-scheme', name: '设计方案审查', org_name: '福州市自然资源和规划局', kind: 'wait', kind_name: '可以开始而未开始', days: late, known_on: '2026-11-10', open: true }] : []
  project.provisional = true
  project.total = plan.nodes.length
  project.done = plan.nodes.filter((node) => node.actual_finish).length
  const stages = [...new Set(plan.nodes.filter((node) => node.kind === 'item').map((node) => node.stage))].map((id) => {
    const all = plan.nodes.filter((node) => node.stage === id)
    const done = all.filter((node) => node.actual_finish).length
    return { id, name: id.replace('(市政公用接入)', '（市政接入）'), state: done === all.length ? 'done' : 'todo', done, total: all.length }
  })
  const order = source.items.stages.map((one) => one.id)
  stages.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
  const current = stages.find((one) => one.state === 'todo')
  if (current) current.state = 'current'
  project.stages = stages
  project.milestones = ['开工', '竣工', '投入使用', '投产'].map((id) => ({ id, name: id, planned: plan.nodes.find((node) => node.code === id).earliest_finish, reached_on: null }))
}

underWay(projects[0], '2026-06-22', 12)
underWay(projects[1], '2026-08-03', 0)

const link = (project, row) => {
  const node = project.nodes.find((one) => one.code === row.code)
  if (node) Object.assign(node, { application_id: row.id, light: row.light, state_name: row.state_name, actual_start: '2026-11-09', actual_finish: row.state === 'granted' ? '2026-11-20' : null })
}

const first = projects[0]
const rows = [
  application(first, 'planning-scheme', 'accepted', { light: 'yellow', left_days: 2, due_on: '2026-11-25', materials_have: 2, materials_need: 3, effect: { light: 'red', float_days: 0, critical: true, production_moves: 0 }, turn: turn('enterprise', '样例企业', '补交交通影响评价意见', '2026-11-20', '2026-11-25'), verified_on: TODAY }),
  application(first, 'land-register', 'accepted', { light: 'red', left_days: -3, due_on: '2026-11-18', effect: { light: 'green', float_days: 32, critical: false, production_moves: 0 }, turn: turn('department', '福州市自然资源和规划局', '作出决定', '2026-11-12', '2026-11-18', 3), stale: true, verified_on: '2026-11-12' }),
  application(first, 'eia-form', 'supplement', { effect: { light: 'yellow', float_days: 4, critical: false, production_moves: 0 }, turn: turn('enterprise', '样例企业', '提交补正材料', '2026-11-17', '2026-11-27') }),
  application(first, 'energy-review', 'special', { turn: turn('department', '福州市发展和改革委员会', '专家评审', '2026-11-16', '2026-11-30') }),
  application(first, 'planning-permit', 'submitted', { opened: false, turn: turn('department', '福州市自然资源和规划局', '收件', TODAY, '2026-11-24'), effect: { light: 'yellow', float_days: 0, critical: true, production_moves: 2 } }),
  application(projects[1], 'land-prereview', 'received', { turn: turn('department', '福州市自然资源和规划局', '受理或一次性告知', '2026-11-19', '2026-11-26') }),
  application(projects[1], 'geo-hazard', 'received', { opened: false, turn: turn('department', '福州市自然资源和规划局', '受理或一次性告知', '2026-11-20', '2026-11-27') }),
  application(projects[1], 'land-permit', 'accepted', { light: 'green', left_days: 6, due_on: '2026-12-01', turn: turn('department', '福州市自然资源和规划局', '作出决定', '2026-11-12', '2026-12-01') }),
  application(projects[1], 'land-sale', 'granted', { left_days: null, turn: null }),
]
rows.forEach((row) => link(projects.find((one) => one.id === row.project.id), row))
first.light = 'red'
first.next_step = { title: '催办设计方案审查，还差“交通影响评价意见”', detail: '关键事项：每晚一天，投产晚一天', due: '2026-11-25', light: 'yellow', action: { kind: 'remind', application_id: 1, org_name: '福州市自然资源和规划局' } }
first.turn = rows[0].turn
for (const project of projects.slice(2)) project.next_step = { title: '补充项目情况，再编制审批方案', detail: '还有 12 个问题会改变要办的事项', due: '2026-11-27', light: 'green', action: { kind: 'facts' } }
projects[1].next_step = { title: '提交补正材料', detail: '', due: '2026-11-30', light: 'green', action: { kind: 'application', application_id: 6 } }
record(1, '方案第 2 版经企业确认', '样例企业', '2026-03-09')
record(1, '一次申报 5 个事项', '代办员（长乐）', '2026-11-09')
record(1, '受理“建设工程设计方案审查”', '资规局经办人', '2026-11-12')

export function newProblem(project, title, category, description, over = {}) {
  const row = {
    id: problems.length + 1, number: `榕问2026-${String(problems.length + 31).padStart(4, '0')}`, version: 1, project: { id: project.id, number: project.number, name: project.name },
    title, category, category_name: source.categories.find((one) => one.code === category)?.name || category, state: 'raised', state_name: '提出', level: 'district', org: null, org_name: null, helpers: [], owner: null,
    raised_by_name: '代办员（长乐）', raised_on: TODAY, due_on: null, light: 'none', overdue_days: 0, application_id: null, turn: turn('district', '长乐协调员', '定责', TODAY, '2026-11-25'), description, measures: null, solution: null, evidence: [], done_on: null, verify_note: null, ...over,
  }
  problems.push(row)
  project.open_problems++
  return row
}
newProblem(first, '110kV 外线路由穿越村道，用地协调未落实', 'utility', '线路路由需占用村道，三方对补偿标准意见不一。', { state: 'assigned', state_name: '定责', level: 'leader', org: 'elec', org_name: orgName.get('elec'), due_on: '2026-11-16', light: 'red', overdue_days: 5, measures: '每周现场会商', turn: turn('leader', '分管领导', '协调补偿标准', '2026-11-16', '2026-11-20', 1) })
newProblem(first, '交通影响评价意见迟迟未出', 'planning', '影响设计方案审查。', { level: 'city' })
newProblem(projects[1], '污水接管口标高与设计不符', 'construction', '需要复测并调整接驳方案。', { state: 'solved', state_name: '待验证', org: 'water', org_name: orgName.get('water'), due_on: '2026-11-27', light: 'yellow', solution: '已复测，调整了接驳井标高。', done_on: '2026-11-20' })
newProblem(projects[2], '冷库消防类别认定有分歧', 'planning', '需消防审验部门明确。', { state: 'closed', state_name: '销号', org: 'zjj', org_name: orgName.get('zjj'), light: 'done', turn: null })

export const files = [{ id: 1, project: 1, name: '总平面图（盖章版）.pdf', size: 2411224, digest: 'b4c1d2e3f4a5968778695a4b3c2d1e0f', receipt: '1188-0a1b2c3d4e5f60718293', uploaded_on: '2026-11-09', uploaded_by_name: '样例企业' }, { id: 2, project: 1, name: '现场照片.jpg', size: 811224, digest: 'aa11d2e3f4a5968778695a4b3c2d1e0f', receipt: '1190-0a1b2c3d4e5f60718293', uploaded_on: '2026-11-10', uploaded_by_name: '代办员（长乐）' }]
export { itemOf, orgName, districtName }
