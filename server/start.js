/** The process: HTTP and socket upgrades, signals. Nothing else. Runs the build; `npm start` makes it first. */
import { createServer } from 'node:http'
import { watchLauncher } from './launcher.js'

const APP = Symbol.for('but-phe.app') // where src/hooks.server.ts leaves the running app
const app = () => /** @type {Record<symbol, any>} */ (globalThis)[APP]

const host = process.env.HOST || '127.0.0.1'
const port = Number(process.env.PORT || 3000)
const isBehindNobody = !process.env.ORIGIN
if (isBehindNobody) process.env.PROTOCOL_HEADER = 'x-forwarded-proto'
if (Number(process.env.PROXIES) > 0) {
  process.env.ADDRESS_HEADER ||= 'x-forwarded-for'
  process.env.XFF_DEPTH ||= process.env.PROXIES
}
const uploadLimit = Math.round(Number(process.env.UPLOAD_LIMIT_MB || 25) * 1024 * 1024)
const AROUND_A_FILE = 64 * 1024 // as in src/routes/budgets.ts, where each route has its own limit
if (Number.isFinite(uploadLimit)) process.env.BODY_SIZE_LIMIT ||= `${uploadLimit + AROUND_A_FILE}` // else config.ts says what is wrong

const server = createServer({
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 40_000, // behind the 30 s that src/routes/budgets.ts gives an upload, which can say so
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
})
server.timeout = 120_000 // of silence on a line; the longest honest one is typesetting, sockets have their own
server.maxHeadersCount = 200
server.maxConnections = 25_000 // 20,000 sockets of editors (server/collab/limits.ts), and pages
server.on('clientError', refuse)
let isStopping = false

const FINISH_WITHIN_MS = 3_000
const STOP_WITHIN_MS = 9_500

/** What is no HTTP, or comes too slowly: Node would close without a word. @param {NodeJS.ErrnoException} error @param {import('node:stream').Duplex} socket */
function refuse(error, socket) {
  if (!socket.writable) return void socket.destroy()
  const [status, text] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'Phần đầu yêu cầu quá dài; hãy xóa cookie của trang rồi thử lại.']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'Yêu cầu đến quá chậm; hãy kiểm tra đường truyền rồi thử lại.']
        : ['400 Bad Request', 'Yêu cầu không đúng dạng HTTP.']
  const body = `${text}\n${status.slice(4)}.\n`
  const head = `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`, () => socket.destroy())
}

/** @param {number} code */
async function stop(code) {
  if (isStopping) return
  isStopping = true
  server.close()
  server.closeIdleConnections()
  // Who is being answered gets a moment; who hangs does not hold up the others' last words, nor the end.
  setTimeout(() => server.closeAllConnections(), FINISH_WITHIN_MS).unref()
  setTimeout(() => {
    console.error(`It did not end by itself within ${STOP_WITHIN_MS} ms; what was confirmed is on disk.`)
    process.exit(code)
  }, STOP_WITHIN_MS).unref()
  await app()?.stop()
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0))
watchLauncher(() => void stop(0))

/** Resolves once it listens. @param {import('node:http').Server} listener */
function listen(listener) {
  return new Promise((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(port, host, () => resolve(undefined))
  })
}

/** A taken port is noticed before anything is made on the disk; a port that is none is left to config.ts. */
async function needFreePort() {
  if (!Number.isInteger(port) || port < 1 || port > 65535) return
  const probe = createServer()
  await listen(probe)
  await new Promise((resolve) => probe.close(resolve))
}

try {
  await needFreePort()
  const { handler } = await import(/** @type {string} */ ('../build/handler.js'))
  server.on('request', (request, response) => {
    // With nobody in front of us the protocol is ours to say, not the client's.
    if (isBehindNobody) request.headers['x-forwarded-proto'] = 'http'
    app().receive(request, response, () => handler(request, response))
  })
  server.on('upgrade', (request, socket, head) => app().upgrade(request, socket, head))
  await listen(server)
  const shown = host.includes(':') ? `[${host}]` : host
  console.log(app().readyText(process.env.ORIGIN || `http://${shown}:${port}`))
} catch (error) {
  const { code, message, stack } = /** @type {NodeJS.ErrnoException} */ (error)
  const isTaken = code === 'EADDRINUSE'
  console.error(isTaken ? `Port ${port} is taken. Set PORT to a free one and start again.` : message || stack)
  await stop(1)
}
