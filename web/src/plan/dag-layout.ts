// A layered drawing of what comes after what: layers by longest path, crossings lowered by
// barycentres, then each node pulled towards its neighbours. Links that jump layers get a small
// stand-in in each layer between, so that lines run around boxes and not through them.
import type { Link } from './links.ts'

export interface DagNode { id: string; x: number; y: number }
export interface DagEdge { from: string; to: string; critical: boolean; points: { x: number; y: number }[] }
export interface DagLayout { nodes: Map<string, DagNode>; edges: DagEdge[]; width: number; height: number }

export interface DagSize { width: number; height: number; gapX: number; gapY: number }

interface Cell { id: string; layer: number; real: boolean; up: Cell[]; down: Cell[]; y: number }

const SWEEPS = 8
const STAND_IN = 0.22

function layersOf(ids: string[], links: Link[]): Map<string, number> {
  const layer = new Map(ids.map((id) => [id, 0]))
  // Longest path by relaxation; a circle would not settle, so the rounds are bounded.
  for (let round = 0; round < ids.length; round++) {
    let moved = false
    for (const link of links) {
      const needed = (layer.get(link.from) || 0) + 1
      if ((layer.get(link.to) || 0) < needed && needed < ids.length) {
        layer.set(link.to, needed)
        moved = true
      }
    }
    if (!moved) break
  }
  return layer
}

function join(a: Cell, b: Cell): void {
  a.down.push(b)
  b.up.push(a)
}

function build(ids: string[], links: Link[]): { layers: Cell[][]; cells: Map<string, Cell>; chains: Cell[][] } {
  const layerOf = layersOf(ids, links)
  const cells = new Map<string, Cell>()
  const layers: Cell[][] = []
  const put = (cell: Cell) => (layers[cell.layer] = layers[cell.layer] || []).push(cell)
  for (const id of ids) {
    const cell: Cell = { id, layer: layerOf.get(id) || 0, real: true, up: [], down: [], y: 0 }
    cells.set(id, cell)
    put(cell)
  }
  const chains = links.map((link) => {
    const first = cells.get(link.from) as Cell
    const last = cells.get(link.to) as Cell
    const chain = [first]
    for (let layer = first.layer + 1; layer < last.layer; layer++) {
      const cell: Cell = { id: '', layer, real: false, up: [], down: [], y: 0 }
      put(cell)
      join(chain[chain.length - 1], cell)
      chain.push(cell)
    }
    join(chain[chain.length - 1], last)
    return [...chain, last]
  })
  return { layers, cells, chains }
}

function mean(cells: Cell[], at: (cell: Cell) => number): number | null {
  if (!cells.length) return null
  return cells.reduce((sum, cell) => sum + at(cell), 0) / cells.length
}

function order(layers: Cell[][]): void {
  const place = new Map<Cell, number>()
  const number = () => layers.forEach((layer) => layer.forEach((cell, at) => place.set(cell, at)))
  number()
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0
    for (const layer of down ? layers : [...layers].reverse()) {
      const weight = new Map(layer.map((cell) => [cell, mean(down ? cell.up : cell.down, (c) => place.get(c) as number) ?? (place.get(cell) as number)]))
      layer.sort((a, b) => (weight.get(a) as number) - (weight.get(b) as number))
      layer.forEach((cell, at) => place.set(cell, at))
    }
  }
}

function heightOf(cell: Cell, size: DagSize): number {
  return cell.real ? size.height + size.gapY : (size.height + size.gapY) * STAND_IN
}

/**
 * Moves the cells of a layer as near as can be to where they want to be (least squares), keeping
 * their order and room: cells that would overlap join into a block that stands at its mean wish.
 */
function settle(layer: Cell[], wish: Map<Cell, number>, size: DagSize): void {
  const blocks: { cells: Cell[]; sum: number; weight: number; offsets: number[] }[] = []
  let offset = 0
  layer.forEach((cell, at) => {
    if (at > 0) offset += (heightOf(layer[at - 1], size) + heightOf(cell, size)) / 2
    const weight = cell.real ? 1 : STAND_IN
    blocks.push({ cells: [cell], offsets: [offset], sum: ((wish.get(cell) as number) - offset) * weight, weight })
    while (blocks.length > 1) {
      const last = blocks[blocks.length - 1]
      const before = blocks[blocks.length - 2]
      if (before.sum / before.weight <= last.sum / last.weight) break
      blocks.pop()
      before.cells.push(...last.cells)
      before.offsets.push(...last.offsets)
      before.sum += last.sum
      before.weight += last.weight
    }
  })
  for (const block of blocks) block.cells.forEach((cell, at) => (cell.y = block.sum / block.weight + block.offsets[at]))
}

/** Straight lines matter most where nothing else can be seen: along a link's own stand-ins. */
function pull(cell: Cell, others: Cell[]): number {
  let sum = 0
  let weight = 0
  for (const other of others) {
    const strength = cell.real || other.real ? 1 : 4
    sum += other.y * strength
    weight += strength
  }
  return weight ? sum / weight : cell.y
}

function place(layers: Cell[][], size: DagSize): void {
  for (const layer of layers) {
    let y = 0
    for (const cell of layer) {
      cell.y = y + heightOf(cell, size) / 2
      y += heightOf(cell, size)
    }
    for (const cell of layer) cell.y -= y / 2
  }
  for (let sweep = 0; sweep < SWEEPS * 2; sweep++) {
    const down = sweep % 2 === 0
    for (const layer of down ? layers : [...layers].reverse()) {
      settle(layer, new Map(layer.map((cell) => [cell, pull(cell, cell.up.concat(cell.down))])), size)
    }
  }
}

export function layoutDag(ids: string[], links: Link[], size: DagSize): DagLayout {
  const known = new Set(ids)
  const used = links.filter((link) => known.has(link.from) && known.has(link.to))
  const { layers, cells, chains } = build(ids, used)
  order(layers)
  place(layers, size)
  const all = layers.flat()
  const top = Math.min(...all.map((cell) => cell.y - heightOf(cell, size) / 2), 0)
  const bottom = Math.max(...all.map((cell) => cell.y + heightOf(cell, size) / 2), 0)
  const left = (layer: number) => layer * (size.width + size.gapX)
  const nodes = new Map(ids.map((id) => {
    const cell = cells.get(id) as Cell
    return [id, { id, x: left(cell.layer), y: cell.y - top - size.height / 2 }]
  }))
  const edges = used.map((link, at) => ({
    from: link.from, to: link.to, critical: link.critical,
    points: chains[at].flatMap((cell, index, chain) => {
      const y = cell.y - top
      const x = left(cell.layer)
      if (index === 0) return [{ x: x + size.width, y }]
      if (index === chain.length - 1) return [{ x, y }]
      return [{ x, y }, { x: x + size.width, y }]
    }),
  }))
  return { nodes, edges, width: left(layers.length) - size.gapX, height: bottom - top }
}

/** Straight through stand-ins, curved between layers. */
export function pathOf(points: { x: number; y: number }[]): string {
  let path = `M${points[0].x} ${points[0].y}`
  for (let at = 1; at < points.length; at++) {
    const from = points[at - 1]
    const to = points[at]
    if (from.y === to.y) path += `H${to.x}`
    else {
      const half = (from.x + to.x) / 2
      path += `C${half} ${from.y} ${half} ${to.y} ${to.x} ${to.y}`
    }
  }
  return path
}
