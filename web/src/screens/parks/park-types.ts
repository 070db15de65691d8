// What the server says of parks and a project (GET /projects/{id}/parks), and in words of a range.
export interface Range { from: string; to: string }
export interface Part { criterion: string; applies: string; result: string; value: Range; contribution: Range; gap: { value: string; threshold: string; gap: string } | null; missing: string[]; park_missing: string | null }
export interface Park { id: string; name: string; level: string; district: string; leading_industries: string[]; result: 'yes' | 'no' | 'unknown'; score: Range; place: { best: number | null; worst: number | null }; unmet: string[]; missing: string[]; park_missing: string[]; parts: Part[]; brings: Record<string, boolean | string | string[]> | null }
export interface Criterion { id: string; name: string; required: boolean; weight: number; rule: string; basis: string | null; source: string; confidence: string }
export interface ParkMatch { on: string; version: number; may_choose: boolean; chosen: { park: string; name: string; reason: string; on: string } | null; lead_park: string | null; criteria: Criterion[]; max: string; questions: { field: string; question: string }[]; park_facts: { name: string; meaning: string; unit: string | null }[]; parks: Park[] }

export const rangeText = (range: Range): string => (range.from === range.to ? range.from : `${range.from} – ${range.to}`)
