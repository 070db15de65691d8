// Letters and certificates as the server tells them, and the few acts that both lists share.
import { get, send } from '../base/api.ts'
import { t } from '../base/i18n.ts'

export interface Letter {
  id: number; version: number; title: string; number: string; unit_name: string; issued_on: string; due: string | null; days_left: number | null
  state: 'issued' | 'replaced' | 'withdrawn'; state_name: string; end_reason: string | null; file_id: number | null; application_id: number | null
}
export interface Block { is: string; text?: string; items?: string[]; lines?: string[]; columns?: string[]; rows?: string[][] }
export interface PaperDocument { title: string; blocks: Block[] }
export interface LetterDetail extends Letter { code: string; may_end: boolean; document: PaperDocument }
export interface Certificate {
  id: number; version: number; name: string; number: string; identifier: string | null; holder: string | null; unit_name: string; edition: number; issued_on: string
  valid_until: string | null; standing: string; standing_name: string; end_reason: string | null; imported: boolean; source: string | null; verified_on: string | null; uses: number
}
export interface CertificateUse { id: number; application_id: number; material: string; purpose: string; unit_name: string; by_role_name: string; used_on: string }

/** Offers bytes of the server's as a file; the answer is an attachment, so the page stays. */
function offer(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}

/** The PDF is made when it is first asked for. */
export async function takePdf(letter: Letter): Promise<void> {
  const made = letter.file_id ? { file_id: letter.file_id } : await send<{ file_id: number }>(`/letters/${letter.id}/print`, {})
  offer('/api/v1/files/' + made.file_id, `${letter.title} ${letter.number}.pdf`)
}

/** The same of a certificate; it is printed while it is valid. */
export async function takePaper(one: Certificate): Promise<void> {
  const made = await send<{ file_id: number }>(`/certificates/${one.id}/print`, {})
  offer('/api/v1/files/' + made.file_id, `${one.name} ${one.number}.pdf`)
}

export function takeProof(kind: 'letters' | 'certificates', id: number, name: string): void {
  offer(`/api/v1/${kind}/${id}/testimony`, name + '.proof.json')
}

export function readLetter(id: number): Promise<LetterDetail> {
  return get<LetterDetail>('/letters/' + id)
}

/** Until when, and how long that is. */
export function dueText(letter: Letter): string {
  if (!letter.due) return ''
  if (letter.days_left === null) return t('papers.due', { day: letter.due })
  return letter.days_left < 0 ? t('papers.due_over', { day: letter.due, n: -letter.days_left }) : t('papers.due_left', { day: letter.due, n: letter.days_left })
}
