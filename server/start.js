/** The process: HTTP and socket upgrades, signals. Nothing else. Runs the build; `npm start` makes it first. */
import { createServer } from 'node:http'

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
if (Number.isFinite(uploadLimit)) process.env.BODY_SIZE_LIMIT ||= `${uploadLimit}` // else config.ts says what is wrong

const server = createServer()
let isStopping = false

/** @param {number} code */
async function stop(code) {
  if (isStopping) return
  isStopping = true
  server.close()
  server.closeIdleConnections()
  await app()?.stop()
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0))

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
    handler(request, response)
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
