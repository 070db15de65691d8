// Where a suggested act leads: done at once, or to the page where it is done.
import type { Router } from 'vue-router'
import { get, send } from '../base/api.ts'
import { t } from '../base/i18n.ts'
import { tell } from '../base/toast.ts'
import type { Action, ApplicationDetail, Written } from '../base/types.ts'

/** Acts that are a page of the project. */
export const PAGES: Record<string, string> = { facts: 'facts', intake: 'intake', plan: 'plan', confirm: 'plan', screen: 'screening', admission: 'screening' }
const DIALOGS = ['handover', 'acknowledge', 'navigator', 'milestone']

/** Reminding carries the version just read: a list does not show one. */
export async function remind(applicationId: number): Promise<Written> {
  const now = await get<ApplicationDetail>(`/applications/${applicationId}`)
  const written = await send<Written>(`/applications/${applicationId}/remind`, {}, { version: now.version })
  tell(t('kit.reminded', { who: now.org_name }), written.receipt)
  return written
}

export function actionLabel(action: Action): string {
  if (action.label) return action.label
  if (action.kind === 'remind' && action.org_name) return t('kit.remind_who', { who: action.org_name })
  return t('kit.go_' + action.kind)
}

/** asked: the enterprise owes something, so the way leads to handing it in, not to reading. */
export function targetOf(action: Action, projectId: number, asked = false): string | null {
  const id = action.project_id || projectId
  if (action.kind === 'application' && action.application_id) {
    if (asked) return `/enterprise/upload?project=${id}&application=${action.application_id}`
    return `/projects/${id}?application=${action.application_id}`
  }
  if (action.kind === 'commitment') return `/projects/${id}?application=${action.application_id}`
  if (action.kind === 'problem') return action.problem_id ? `/problems?problem=${action.problem_id}` : `/projects/${id}?tab=problems`
  const page = PAGES[action.kind]
  if (page) return `/projects/${id}/${page}`
  if (DIALOGS.includes(action.kind)) return `/projects/${id}?act=${action.kind}`
  if (action.item) return `/projects/${id}?item=${action.item}`
  return null
}

export async function go(action: Action, projectId: number, router: Router): Promise<void> {
  const target = targetOf(action, projectId)
  if (target) await router.push(target)
}
