import { language } from '../base/i18n.ts'
import { said, withQuery, type Query } from '../base/api.ts'

/** Saves what the server hands out under the name it gives. null: done; else why not, '' when nothing answered. */
export async function download(path: string, query?: Query): Promise<string | null> {
  try {
    const answer = await fetch('/api/v1' + withQuery(path, query), { credentials: 'same-origin', headers: { 'Accept-Language': language.value } })
    if (!answer.ok) {
      const problem = await answer.json()
      return said(problem)
    }
    const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('Content-Disposition') || '')
    const link = document.createElement('a')
    link.href = URL.createObjectURL(await answer.blob())
    link.download = name ? decodeURIComponent(name[1]) : 'download'
    document.body.append(link)
    link.click()
    link.remove()
    window.setTimeout(() => URL.revokeObjectURL(link.href), 60000)
    return null
  } catch {
    return ''
  }
}
