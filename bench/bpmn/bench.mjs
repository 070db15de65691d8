// Cases carried through a parallel approval of 12 steps a second by npm's bpmn-engine, in memory: four departments side by
// side, each receives, accepts and decides, then all come together. What bench_parallel does durably, here without a disk.
//
//   node bench.mjs [SECONDS [CASES AT A TIME]]
import { EventEmitter } from 'node:events'
import BpmnModdle from 'bpmn-moddle'
import { Engine } from 'bpmn-engine'

const seconds = Number(process.argv[2] || 2)
const together = Number(process.argv[3] || 64)

function definition() {
  const out = []
  const flow = (id, from, to) => out.push(`<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`)
  out.push('<startEvent id="start" />', '<parallelGateway id="fork" />', '<parallelGateway id="join" />', '<endEvent id="end" />')
  flow('f-start', 'start', 'fork')
  for (let unit = 0; unit < 4; unit++) {
    let from = 'fork'
    for (const step of ['receive', 'accept', 'decide']) {
      const id = `${step}-${unit}`
      out.push(`<userTask id="${id}" />`)
      flow(`f-${id}`, from, id)
      from = id
    }
    flow(`f-join-${unit}`, from, 'join')
  }
  flow('f-end', 'join', 'end')
  return `<?xml version="1.0" encoding="UTF-8"?><definitions id="d" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">
<process id="approval" isExecutable="true">${out.join('')}</process></definitions>`
}

// The source is read once, as one would: every case begins from what was read.
const source = definition()
const moddleContext = await new BpmnModdle().fromXML(source)
let steps = 0

async function carry() {
  const engine = Engine({ name: 'approval', moddleContext })
  const listener = new EventEmitter()
  listener.on('activity.wait', (api) => {
    steps++
    api.signal()
  })
  const execution = await engine.execute({ listener })
  if (execution.state !== 'idle') await execution.waitFor('end')
}

const begun = process.hrtime.bigint()
const until = begun + BigInt(Math.round(seconds * 1e9))
let cases = 0
while (process.hrtime.bigint() < until) {
  await Promise.all(Array.from({ length: together }, () => carry()))
  cases += together
}
const took = Number(process.hrtime.bigint() - begun) / 1e9
if (steps !== cases * 12) throw new Error(`${steps} steps in ${cases} cases`)
console.log(`${(cases / took).toFixed(1)} cases/s (bpmn-engine, in memory, ${cases} cases of 12 steps)`)
