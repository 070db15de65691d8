// Stands in for the server while the pages are built: the contract's shapes, the contract's refusals
// (versions, tokens, not found), its content security policy, and a stream of changes.
import { createServer } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { randomBytes } from 'node:crypto'
import * as data from './data.mjs'
import { routes, streams } from './api.mjs'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))
const port = Number(process.argv[2] || process.env.PORT || 8080)
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types vue"
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.html': 'text/html; charset=utf-8', '.txt': 'text/plain; charset=utf-8' }
const sessions = new Map()
const answers = new Map()

function sendJson(response, status, body, headers = {}) {
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', ...headers }).end(body === null ? undefined : JSON.stringify(body))
}

const fault = (status, code, detail, more = {}) => ({ status, fault: { type: 'about:blank', title: code, status, code, detail, ...more } })

function sessionOf(request) {
  const id = /liandong_session=(\w+)/.exec(request.headers.cookie || '')?.[1]
  return (id && sessions.get(id)) || null
}

const sessionAnswer = (session) => ({
  signed_in: !!session?.account, today: data.TODAY, city: { id: 'fuzhou', name: '福州市' }, demo: true, csrf: session?.csrf || 'none',
  account: session?.account ? { id: session.account.id, login: session.account.login, name: session.account.name } : null, post: session?.post || null, posts: session?.account?.posts || [],
})

async function bodyOf(request) {
  const parts = []
  for await (const part of request) parts.push(part)
  const bytes = Buffer.concat(parts)
  if (!(request.headers['content-type'] || '').includes('json')) return { bytes }
  return bytes.length ? JSON.parse(bytes.toString()) : {}
}

async function signIn(request, response) {
  const { login, password } = await bodyOf(request)
  const account = data.accounts.find((one) => one.login === login)
  if (!account || password !== data.PASSWORD) return sendJson(response, 401, fault(401, 'wrong-credentials', '账号或密码不正确。', { advice: '请核对后重试；连续输错会暂时锁定。' }).fault)
  const id = randomBytes(12).toString('hex')
  const session = { account, csrf: randomBytes(8).toString('hex'), post: account.posts.length === 1 ? account.posts[0] : null }
  sessions.set(id, session)
  sendJson(response, 200, sessionAnswer(session), { 'Set-Cookie': `liandong_session=${id}; HttpOnly; SameSite=Strict; Path=/` })
}

async function api(request, response, url) {
  const path = url.pathname.slice('/api/v1'.length)
  const session = sessionOf(request)
  const method = request.method
  if (path === '/session' && method === 'GET') return sendJson(response, 200, sessionAnswer(session))
  if (path === '/session' && method === 'POST') return signIn(request, response)
  if (!session) return sendJson(response, 401, fault(401, 'not-signed-in', '请先登录。').fault)
  if (path === '/events') return openStream(request, response)
  if (method !== 'GET' && request.headers['x-csrf-token'] !== session.csrf) return sendJson(response, 403, fault(403, 'csrf', '页面已过期，请刷新。').fault)
  if (path === '/session' && method === 'DELETE') {
    session.account = null
    return sendJson(response, 204, null, { 'Set-Cookie': 'liandong_session=; Max-Age=0; Path=/' })
  }
  const body = method === 'GET' ? null : await bodyOf(request)
  if (path === '/session/post') {
    session.post = session.account.posts.find((one) => one.id === body.post)
    return sendJson(response, 200, sessionAnswer(session))
  }
  const key = request.headers['idempotency-key']
  if (method === 'POST' && !key) return sendJson(response, 400, fault(400, 'key-missing', '缺少 Idempotency-Key。').fault)
  if (key && answers.has(key)) return sendJson(response, 200, answers.get(key))
  const lang = (request.headers['accept-language'] || 'zh').startsWith('en') ? 'en' : 'zh'
  const seen = /^"(\d+)"$/.exec(request.headers['if-match'] || '')?.[1]
  const context = { method, path, query: Object.fromEntries(url.searchParams), body, session, lang, headers: request.headers, seen: seen === undefined ? undefined : Number(seen) }
  for (const [verb, pattern, act] of routes) {
    const match = verb === method && pattern.exec(path)
    if (!match) continue
    const answer = act(context, ...match.slice(1).map(decodeURIComponent))
    if (answer?.fault) return sendJson(response, answer.status, answer.fault)
    if (key) answers.set(key, answer)
    return sendJson(response, 200, answer)
  }
  sendJson(response, 404, fault(404, 'not-found', '没有找到。').fault)
}

function openStream(request, response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  response.write('event: hello\ndata: {}\n\n')
  streams.add(response)
  request.on('close', () => streams.delete(response))
}

function page(response, title, text) {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': CSP })
  response.end(`<!doctype html><html lang="zh-CN"><head><title>${title}</title></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`)
}

function asset(response, path) {
  const file = path !== '/' && existsSync(dist + path) && extname(path) ? dist + path : dist + '/index.html'
  const long = path.startsWith('/assets/')
  response.writeHead(200, { 'Content-Type': TYPES[extname(file)] || 'application/octet-stream', 'Cache-Control': long ? 'public, max-age=31536000, immutable' : 'no-cache', 'Content-Security-Policy': CSP, 'X-Content-Type-Options': 'nosniff' })
  response.end(readFileSync(file))
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://local')
  if (url.pathname.startsWith('/api/')) {
    api(request, response, url).catch((error) => {
      console.error(error)
      sendJson(response, 500, fault(500, 'internal', String(error)).fault)
    })
  } else if (url.pathname.startsWith('/progress')) page(response, '项目进度查询', '请输入查询码。')
  else if (url.pathname.startsWith('/receipt')) page(response, '回执核验', '真实，未被更改。')
  else asset(response, decodeURIComponent(url.pathname))
})
server.listen(port, '127.0.0.1', () => console.log(`mock on http://127.0.0.1:${port}`))
