import { ApiProblem, said, sendFile, uuid, type Stored } from '../base/api.ts'
import { reactive, ref } from 'vue'
import { PARTS_ABOVE, sendInParts } from './parts.ts'

export function sizeText(bytes: number): string {
  if (bytes < 1024) return bytes + ' B'
  if (bytes < 1048576) return Math.round(bytes / 1024) + ' KB'
  return (bytes / 1048576).toFixed(1) + ' MB'
}

export interface Pending {
  key: string
  name: string
  blob: Blob
  picture: string | null
  share: number
  state: 'waiting' | 'sending' | 'done' | 'failed'
  why: string
  stored: Stored | null
}

export const ACCEPTED = 'image/jpeg,image/png,application/pdf,.docx,.xlsx,.ofd'
const SHRINK_ABOVE = 2 * 1048576
const LONG_EDGE = 2600

/** A phone's photograph is far larger than a readable page; on a weak network that matters. */
async function shrink(file: File): Promise<Blob> {
  if (!file.type.startsWith('image/') || file.size < SHRINK_ABOVE || typeof createImageBitmap !== 'function') return file
  try {
    const image = await createImageBitmap(file)
    const factor = Math.min(1, LONG_EDGE / Math.max(image.width, image.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * factor)
    canvas.height = Math.round(image.height * factor)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85))
    return small && small.size < file.size ? small : file
  } catch {
    return file
  }
}

export function useUpload(projectId: () => number) {
  const files = ref<Pending[]>([])
  const busy = ref(false)

  async function add(list: FileList | null): Promise<void> {
    for (const file of Array.from(list || [])) {
      const blob = await shrink(file)
      const picture = blob.type.startsWith('image/') ? URL.createObjectURL(blob) : null
      files.value.push(reactive({ key: uuid(), name: file.name, blob, picture, share: 0, state: 'waiting', why: '', stored: null }))
    }
  }

  function remove(file: Pending): void {
    if (file.picture) URL.revokeObjectURL(file.picture)
    files.value = files.value.filter((one) => one.key !== file.key)
  }

  async function sendOne(file: Pending): Promise<void> {
    file.state = 'sending'
    file.why = ''
    try {
      // The key stays the file's own, so a page sent twice over a bad line is stored once. What is
      // larger goes in parts and goes on where it stopped.
      file.stored = file.blob.size > PARTS_ABOVE ? await sendInParts(projectId(), file.blob, file.name, (share) => (file.share = share)) : await sendFile(`/projects/${projectId()}/files`, file.blob, file.name, file.key, (share) => (file.share = share))
      file.state = 'done'
    } catch (error) {
      file.state = 'failed'
      file.why = error instanceof ApiProblem ? (error.status === 0 ? 'offline' : said(error.body)) : String(error)
    }
  }

  /** Sends what has not arrived yet; true when everything has. */
  async function sendAll(): Promise<boolean> {
    busy.value = true
    for (const file of files.value) if (file.state !== 'done') await sendOne(file)
    busy.value = false
    if (!waiting && files.value.some((file) => file.why === 'offline')) wait()
    return files.value.length > 0 && files.value.every((file) => file.state === 'done')
  }

  // What failed for want of a line is sent when there is one, without anybody pressing again.
  let waiting = false
  function wait(): void {
    waiting = true
    window.addEventListener('online', () => {
      waiting = false
      void sendAll()
    }, { once: true })
  }

  const ids = () => files.value.map((file) => file.stored?.id).filter((id): id is number => id !== undefined)
  return { files, busy, add, remove, sendAll, ids }
}
