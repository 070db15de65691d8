import { t } from '../../base/i18n.ts'
import type { Account, Pack } from '../../base/types.ts'
import type { FieldSpec, FormValues } from '../../kit/form.ts'

const password = (): FieldSpec => ({ name: 'password', kind: 'password', label: t('admin.password'), hint: t('admin.password_hint'), autocomplete: 'new-password', maxlength: 200 })

export function fieldsOf(act: string, pack: Pack | null, account: Account | null): FieldSpec[] {
  if (act === 'create') {
    return [
      { name: 'login', kind: 'text', label: t('admin.login'), maxlength: 80 },
      { name: 'name', kind: 'text', label: t('admin.name'), maxlength: 80 },
      password(),
    ]
  }
  if (act === 'password') return [password()]
  if (act === 'token') {
    return [
      { name: 'name', kind: 'text', label: t('admin.token_name'), hint: t('admin.token_hint'), maxlength: 80 },
      { name: 'post', kind: 'radio', label: t('admin.token_post'), options: (account?.posts || []).map((post) => ({ value: String(post.id), text: post.role_name, note: [post.org_name, post.district_name].filter(Boolean).join(' · ') })) },
      { name: 'days', kind: 'number', label: t('admin.token_days'), unit: t('admin.days'), inputmode: 'numeric' },
    ]
  }
  if (act === 'post') {
    return [
      { name: 'role', kind: 'select', label: t('admin.role'), options: (pack?.roles || []).filter((one) => one.id !== 'public').map((one) => ({ value: one.id, text: one.name })) },
      { name: 'org', kind: 'combo', label: t('admin.org'), optional: true, options: (pack?.orgs || []).map((one) => ({ value: one.id, text: one.name })) },
      { name: 'district', kind: 'select', label: t('admin.district'), optional: true, options: (pack?.districts || []).map((one) => ({ value: one.code, text: one.name })) },
      { name: 'project_id', kind: 'number', label: t('admin.project'), hint: t('admin.project_hint'), optional: true, inputmode: 'numeric' },
    ]
  }
  return [{ name: 'reason', kind: 'area', label: t('admin.reason'), rows: 3 }]
}

export function bodyOf(act: string, values: FormValues): object {
  const body: Record<string, unknown> = { ...values }
  if (act === 'token') Object.assign(body, { days: Number(body.days), post: Number(body.post) })
  if (body.project_id) body.project_id = Number(body.project_id)
  return body
}

const PATHS: Record<string, string> = { post: 'posts', token: 'tokens' }

export function pathOf(act: string, account: Account | null): string {
  return account ? `/accounts/${account.id}/${PATHS[act] || act}` : '/accounts'
}
