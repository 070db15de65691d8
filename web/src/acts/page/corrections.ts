// The answers to what a unit asked to be corrected, field by field and material by material.
import { computed, reactive, ref, watch, type Reactive } from 'vue'
import { get } from '../../base/api.ts'
import { t } from '../../base/i18n.ts'
import { useResource } from '../../base/resource.ts'
import type { FormItem } from '../../base/types-intake.ts'
import type { ApplicationDetail } from '../../base/types.ts'
import { missing, type FieldSpec, type FormValue, type FormValues } from '../../kit/form.ts'
import { fromForm, specOf, toForm } from '../../screens/intake/form-fields.ts'
import { useUpload } from '../files.ts'
import type { FormLine, Submission } from './submission.ts'

function itemOf(line: FormLine): FormItem {
  return { ...line, asked_by: [], drafted: false, version: 0, from: null, other: null }
}

/** The answers to what was asked, and nothing else. */
export function useCorrections(application: () => ApplicationDetail | null | undefined) {
  const submission = useResource(async () => {
    const now = application()
    return now?.corrections.length ? get<Submission>(`/applications/${now.id}/submission`) : null
  }, [() => application()?.id, () => application()?.corrections.length])
  const asked = computed(() => application()?.corrections || [])
  const values = ref<FormValues>({})
  const errors = ref<Record<string, string>>({})
  const uploads = reactive(new Map<string, Reactive<ReturnType<typeof useUpload>>>())

  // Before the form is there nothing opens: a field would begin empty and stay so.
  const lines = computed(() => (submission.data.value ? asked.value : []).filter((one) => one.kind === 'field').map((one) => {
    const found = submission.data.value?.fields.find((field) => field.id === one.target)
    const item = itemOf(found || { id: one.target, name: one.name, section: '', type: 'text', unit: null, required: true, guidance: null, check: null, max: null, values: [], value: null })
    const spec: FieldSpec = { ...specOf(item), optional: false, maxlength: specOf(item).maxlength }
    return { asked: one, item, spec }
  }))
  const papers = computed(() => asked.value.filter((one) => one.kind === 'material'))
  watch([asked, submission.data], () => {
    for (const line of lines.value) if (!(line.item.id in values.value)) values.value[line.item.id] = toForm(line.item.value)
    for (const paper of papers.value) if (!uploads.has(paper.target)) uploads.set(paper.target, reactive(useUpload(() => application()?.project.id || 0)))
  }, { immediate: true })

  function put(id: string, value: FormValue): void {
    values.value = { ...values.value, [id]: value }
  }

  function complete(): boolean {
    if (!submission.data.value) return false
    const empty = missing(lines.value.map((line) => line.spec), values.value)
    const names = new Map(lines.value.map((line) => [line.item.id, line.spec.label]))
    errors.value = Object.fromEntries([
      ...empty.map((id) => [id, t('form.fill_in', { label: names.get(id) || id })]),
      ...papers.value.filter((paper) => !uploads.get(paper.target)?.files.length).map((paper) => [paper.target, t('cp.paper_missing', { name: paper.name })]),
    ])
    return !Object.keys(errors.value).length
  }

  async function body(): Promise<object | null> {
    const materials: Record<string, number[]> = {}
    for (const [name, upload] of uploads) {
      if (!(await upload.sendAll())) return null
      materials[name] = upload.ids()
    }
    const answers = Object.fromEntries(lines.value.map((line) => [line.item.id, fromForm(values.value[line.item.id] ?? '', line.item)]))
    return { ...(lines.value.length ? { answers } : {}), ...(papers.value.length ? { materials } : {}) }
  }
  const busy = computed(() => [...uploads.values()].some((upload) => upload.busy))
  return { asked, lines, papers, values, errors, uploads, put, complete, body, busy, submission }
}
