/**
 * VNPT SmartCA in small, as its description says it works: it knows subscribers with their keys, takes requests, and answers them
 * when the test says so; or lies, as the test wants it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Holder } from './holders.ts'

export interface Subscriber {
  holder: Holder
  /** DER of the authority above it. */
  authority: Uint8Array
  isSeal?: boolean
  status?: string
}

/** What the next answers of a call are, until it is taken back. */
export type Fault =
  | 'down' // the line is cut
  | 'error' // 500
  | 'page' // a page of HTML in place of JSON
  | 'odd' // JSON of another shape
  | 'huge'
  | 'moved' // a redirect to somewhere else
  | 'credentials' // 401
  | 'status' // 403
type Call = 'get_certificate' | 'sign' | 'status'

interface Asked {
  transactionId: string
  subscriber: string
  /** As the phone shows them. */
  code: string
  title: string
  digest: Buffer
  said: { signature: string } | { message: string } | null
}

export interface SmartCa {
  settings: { url: string; spId: string; spPassword: string }
  asked: Asked[]
  last(): Asked
  /** Its holder, or somebody else, confirms: gives the value of the signature. */
  confirm(request?: Asked, holder?: Holder): Uint8Array
  /** "EXPIRED", "REJECTED", or a value that is none. */
  say(request: Asked, said: Asked['said']): void
  fail(call: Call, fault: Fault | null): void
  close(): Promise<void>
}

/** `subscribers`: by the number of their identity card. */
export async function openSmartCa(subscribers: Map<string, Subscriber>): Promise<SmartCa> {
  const faults = new Map<Call, Fault>()
  const asked: Asked[] = []
  const settings = { url: '', spId: 'sp-of-a-test', spPassword: 'secret-of-a-test' }
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  /** Every 76 letters a new line, as some of it comes. */
  const inLines = (text: string) => text.replace(/(.{76})/g, '$1\r\n')

  function answer(call: Call, path: string, body: Record<string, unknown>): object {
    const good = (data: object, message = 'SUCCESS') => ({ status_code: 200, message, data })
    if (body.sp_id !== settings.spId || body.sp_password !== settings.spPassword)
      return { status_code: 401, message: 'SP_CREDENTIAL_INVALID', data: null }
    if (call === 'status') {
      const request = asked.find(({ transactionId }) => path.includes(encodeURIComponent(transactionId)))
      if (!request) return { status_code: 400, message: 'TRANSACTION_NOT_FOUND', data: null }
      if (request.said === null) return good({ transaction_id: request.transactionId }, 'sig_wait_for_user_confirm')
      if ('message' in request.said) return { status_code: 200, message: request.said.message, data: null }
      const signature = { doc_id: request.code, signature_value: request.said.signature, timestamp_signature: null }
      return good({ transaction_id: request.transactionId, signatures: [signature] })
    }
    const subscriber = subscribers.get(String(body.user_id))
    if (!subscriber) return { status_code: 401, message: 'SP_CREDENTIAL_INVALID', data: null }
    if (call === 'get_certificate')
      return good({
        user_certificates: [
          {
            service_type: subscriber.isSeal ? 'ESEAL' : 'SMARTCA',
            cert_status: subscriber.status ?? 'Đang hoạt động',
            serial_number: `5401${String(body.user_id)}`,
            cert_data: inLines(base64(subscriber.holder.certificate)),
            chain_data: { ca_cert: base64(subscriber.authority), root_cert: null },
          },
        ],
      })
    const [file] = body.sign_files as { data_to_be_signed: string; doc_id: string }[]
    const transactionId = String(body.transaction_id)
    asked.push({
      ...{ transactionId, subscriber: String(body.user_id), title: String(body.transaction_desc) },
      ...{ code: file?.doc_id ?? '', digest: Buffer.from(file?.data_to_be_signed ?? '', 'hex'), said: null },
    })
    return good({ transaction_id: transactionId, tran_code: crypto.randomUUID() }, 'sig_wait_for_user_confirm')
  }

  function refuse(fault: Fault, response: ServerResponse): void {
    const say = (text: string, type = 'application/json') => response.setHeader('content-type', type).end(text)
    switch (fault) {
      case 'down':
        return void response.socket?.destroy()
      case 'error':
        return void say('{"status_code":500,"message":"SERVER_INTERNAL_ERROR","data":null}')
      case 'page':
        return void say('<!doctype html><title>Bảo trì</title>', 'text/html')
      case 'odd':
        return void say('{"status_code":200,"message":"SUCCESS","data":{"user_certificates":{},"signatures":7}}')
      case 'huge':
        return void say(`{"status_code":200,"message":"${'A'.repeat(3_000_000)}","data":{}}`)
      case 'moved':
        return void response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end()
      case 'credentials':
        return void say('{"status_code":401,"message":"SP_CREDENTIAL_INVALID","data":null}')
      case 'status':
        return void say('{"status_code":403,"message":"CREDENTIAL_STATUS_INVALID","data":null}')
    }
  }

  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? ''
      const body = JSON.parse(await textOf(request)) as Record<string, unknown>
      const call = path.endsWith('/status') ? 'status' : path.endsWith('/sign') ? 'sign' : 'get_certificate'
      const fault = faults.get(call)
      if (fault) return refuse(fault, response)
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer(call, path, body)))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  settings.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sca/sp769`

  const last = () => {
    const request = asked.at(-1)
    if (!request) throw new Error('nobody was asked')
    return request
  }
  return {
    settings,
    asked,
    last,
    confirm(request = last(), holder = subscribers.get(request.subscriber)?.holder) {
      if (!holder) throw new Error('no such subscriber')
      const value = holder.signDigest(request.digest)
      request.said = { signature: inLines(base64(value)) }
      return value
    },
    say: (request, said) => void (request.said = said),
    fail: (call, fault) => void (fault ? faults.set(call, fault) : faults.delete(call)),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
