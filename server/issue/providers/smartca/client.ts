/** VNPT SmartCA for programs of others ("SP769", v1): three calls, all POST with JSON (remote/call.ts). */
import { z } from 'zod'
import { base64, bytesOf, call as ask, need, unreachable } from '../remote/call.ts'
import type { RemoteKey } from '../remote/value.ts'

export interface SmartCaSettings {
  /** As in https://gwsca.vnpt.vn/sca/sp769, without a final slash. */
  url: string
  spId: string
  spPassword: string
}

const envelope = z.object({ status_code: z.coerce.number(), message: z.string().nullish(), data: z.unknown() })
const certificates = z.object({
  user_certificates: z
    .array(
      z.object({
        service_type: z.string().nullish(),
        cert_status: z.string().nullish(),
        serial_number: z.string().max(200),
        cert_data: base64,
        chain_data: z.object({ ca_cert: base64.nullish(), root_cert: base64.nullish() }).nullish(),
      }),
    )
    .max(50),
})
const taken = z.object({ transaction_id: z.string().min(1).max(200) })
const signatures = z.object({
  signatures: z.array(z.object({ doc_id: z.string().nullish(), signature_value: base64.nullish() })).nullish(),
})

/** What somebody said on their phone, or null while they have said nothing. */
export type SmartCaStatus = { signature: Uint8Array } | 'expired' | 'refused' | null

/** Each throws `key_unreachable {reason}`: service_down, service_slow, service_odd, service_credentials, service_certificate. */
export function smartCaClient({ url, spId, spPassword }: SmartCaSettings) {
  const as = { sp_id: spId, sp_password: spPassword }

  async function call(path: string, body: object) {
    const { said } = await ask(`${url}/v1/${path}`, { body })
    const answer = need(envelope, said)
    if (answer.status_code === 200) return answer
    if (answer.status_code === 401) throw unreachable('service_credentials')
    if (answer.status_code === 403) throw unreachable('service_certificate')
    throw unreachable(answer.status_code >= 500 ? 'service_down' : 'service_odd')
  }

  return {
    /** Of a subscriber, by the number of their identity card, or the tax number of an agency. */
    async certificates(userId: string, transactionId: string, serial = ''): Promise<RemoteKey[]> {
      const asked = { ...as, user_id: userId, serial_number: serial, transaction_id: transactionId }
      const { data } = await call('credentials/get_certificate', asked)
      return need(certificates, data).user_certificates.map((one) => ({
        serial: one.serial_number,
        certificate: bytesOf(one.cert_data),
        chain: [one.chain_data?.ca_cert, one.chain_data?.root_cert].flatMap((der) => (der ? [bytesOf(der)] : [])),
        isSeal: one.service_type === 'ESEAL',
        // The text says it in Vietnamese; one that says nothing is judged by its certificate.
        isActive: !one.cert_status || /hoạt động|active|valid/i.test(one.cert_status.normalize('NFC')),
      }))
    },

    /** Gives the service's name of the request. `code` and `title` are shown on the phone. */
    async sign(asked: {
      userId: string
      serial: string
      transactionId: string
      sha256: Uint8Array
      code: string
      title: string
    }): Promise<string> {
      const digest = Buffer.from(asked.sha256).toString('hex')
      const { data } = await call('signatures/sign', {
        ...{ ...as, user_id: asked.userId, serial_number: asked.serial, transaction_id: asked.transactionId },
        transaction_desc: asked.title,
        sign_files: [{ data_to_be_signed: digest, doc_id: asked.code, file_type: 'pdf', sign_type: 'hash' }],
      })
      return need(taken, data).transaction_id
    },

    async status(transactionId: string, code: string): Promise<SmartCaStatus> {
      const { message, data } = await call(`signatures/sign/${encodeURIComponent(transactionId)}/status`, as)
      const all = need(signatures, data ?? {}).signatures ?? []
      const value = (all.find(({ doc_id }) => doc_id === code) ?? all[0])?.signature_value
      if (value) return { signature: bytesOf(value) }
      if (/expired|timeout/i.test(message ?? '')) return 'expired'
      return /reject|refuse|denied|cancel/i.test(message ?? '') ? 'refused' : null
    },
  }
}
export type SmartCaClient = ReturnType<typeof smartCaClient>
