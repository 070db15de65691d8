// The viewer of documents (pdf.js), loaded when the first one is looked at. It and its worker come from
// our own address, the worker by a policy that lets nothing else through; what a document holds is
// never run. A browser too old for it says so, and the document can still be downloaded.
import type * as Viewer from 'pdfjs-dist'
import viewerUrl from 'pdfjs-dist/legacy/build/pdf.min.mjs?url'
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'

interface Policies { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } }

let viewer: Promise<typeof Viewer> | null = null

function own(url: string): string {
  if (new URL(url, location.href).origin !== location.origin) throw new TypeError('not ours')
  return url
}

async function start(): Promise<typeof Viewer> {
  const loaded = (await import(/* @vite-ignore */ own(viewerUrl))) as typeof Viewer
  const policies = (window as unknown as { trustedTypes?: Policies }).trustedTypes
  const url = policies ? policies.createPolicy('pdf', { createScriptURL: own }).createScriptURL(workerUrl) : own(workerUrl)
  loaded.GlobalWorkerOptions.workerPort = new Worker(url as string, { type: 'module' })
  return loaded
}

export async function openPdf(url: string): Promise<Viewer.PDFDocumentProxy> {
  viewer = viewer || start()
  const { getDocument } = await viewer
  return getDocument({ url, isEvalSupported: false, enableXfa: false, disableAutoFetch: true, disableRange: true, disableStream: true, useSystemFonts: true, maxImageSize: 100000000 }).promise
}
