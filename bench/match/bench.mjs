// Pairs of enterprises and policies a second that npm's engines match, on what bench_match has written: the same conditions,
// the same facts. Each must find as many a yes for every enterprise as bench_match did; what is not known is no yes to them.
//
//   node bench.mjs FOLDER [SECONDS]
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ZenEngine } from '@gorules/zen-engine'
import { Engine, Operator } from 'json-rules-engine'

const folder = process.argv[2]
const seconds = Number(process.argv[3] || 5)
const lines = (name) => readFileSync(join(folder, name), 'utf8').trim().split('\n').map((line) => JSON.parse(line))
const policies = lines('policies.jsonl')
const enterprises = lines('enterprises.jsonl')
const expected = lines('yes') // by enterprise

// ---- GoRules Zen: one decision, an expression for each policy; absent facts are null there, and few functions take one ----

function zenLeaf({ field, op, value }) {
  const json = JSON.stringify(value)
  const order = { gte: '>=', gt: '>', lte: '<=', lt: '<' }[op]
  if (order && typeof value === 'string') return `(${field} != null and d(${field}) ${order} d(${json}))`
  if (order) return `(${field} != null and ${field} ${order} ${json})`
  if (op === 'eq') return `(${field} == ${json})`
  if (op === 'in') return `(${field} in ${json})`
  if (op === 'contains') return `(${field} != null and contains(${field}, ${json}))`
  if (op === 'prefix') return `(${field} != null and startsWith(${field}, ${json}))`
  throw new Error(op)
}

function zenCondition(node) {
  if (node.all) return `(${node.all.map(zenCondition).join(' and ')})`
  if (node.any) return `(${node.any.map(zenCondition).join(' or ')})`
  return zenLeaf(node)
}

function zen() {
  const expressions = policies.map((policy, i) => ({ id: `e${i}`, key: `p${i}`, value: zenCondition(policy) }))
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode', position: { x: 0, y: 0 } },
      { id: 'match', name: 'match', type: 'expressionNode', position: { x: 1, y: 0 }, content: { expressions } },
      { id: 'out', name: 'out', type: 'outputNode', position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'match' },
      { id: 'b', sourceId: 'match', targetId: 'out' },
    ],
  })
  return async (facts) => Object.values((await decision.evaluate(facts)).result).filter((met) => met === true).length
}

// ---- json-rules-engine: a rule for each policy ----

const operators = { gte: 'greaterThanInclusive', gt: 'greaterThan', lte: 'lessThanInclusive', eq: 'equal', in: 'in', contains: 'contains', prefix: 'prefix' }

function ruleCondition(node) {
  if (node.all) return { all: node.all.map(ruleCondition) }
  if (node.any) return { any: node.any.map(ruleCondition) }
  const isDay = node.op === 'gte' && typeof node.value === 'string'
  return { fact: node.field, operator: isDay ? 'notBefore' : operators[node.op], value: node.value }
}

function rules() {
  const engine = new Engine([], { allowUndefinedFacts: true })
  const isText = (value) => typeof value === 'string'
  engine.addOperator(new Operator('prefix', (value, prefix) => value.startsWith(prefix), isText))
  engine.addOperator(new Operator('notBefore', (value, day) => value >= day, isText))
  policies.forEach((policy, i) => engine.addRule({ conditions: ruleCondition(policy), event: { type: `p${i}` } }))
  return async (facts) => (await engine.run(facts)).events.length
}

// ---- measuring ----

async function measure(name, make) {
  const match = make()
  await match(enterprises[0])
  const begun = process.hrtime.bigint()
  const until = begun + BigInt(Math.round(seconds * 1e9))
  let done = 0
  for (; process.hrtime.bigint() < until; done++) {
    const at = done % enterprises.length
    const yes = await match(enterprises[at])
    if (yes !== expected[at]) throw new Error(`${name}: enterprise ${at} meets ${yes} policies, not ${expected[at]}`)
  }
  const took = Number(process.hrtime.bigint() - begun) / 1e9
  console.log(`${((done * policies.length) / took).toFixed(0)} pairs/s (${name}, ${done} enterprises x ${policies.length} policies)`)
}

await measure('@gorules/zen-engine', zen)
await measure('json-rules-engine', rules)
