// What the window of the hall is told.
import { takePaper, type Certificate } from '../../papers/papers.ts'
import type { Id } from '../../base/types.ts'

interface Brief { id: Id; number: string; name: string; district_name: string }
export interface HallPaper { id: Id; name: string; number: string }
export interface HallCase {
  id: Id; version: number; number: string; name: string; org_name: string; state: string; state_name: string; submitted_on: string; may_hand_out: boolean; certificates: HallPaper[]
}
export interface HallDesk {
  desks: { id: string; name: string }[]
  items: (Brief & { enterprise: string | null; came_on: string })[]
  next: string | null
}
export interface HallOne { project: Brief; enterprise: string | null; represented_until: string | null; desks: { id: string; name: string }[]; cases: HallCase[] }

export const takeCertificate = (paper: HallPaper): Promise<void> => takePaper(paper as Certificate)
