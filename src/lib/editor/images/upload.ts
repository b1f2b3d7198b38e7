/** An image on its way to the server: looked at here first, so that nobody waits for a refusal. */
import { z } from 'zod'
import { IMAGE_LIMITS, type ImageFault, readImage } from '../../document/image.ts'
import { ERROR_STATUS, type ErrorCode } from '../../errors.ts'

export interface Uploaded {
  hash: string
  /** Pixels. */
  width: number
  height: number
}

/** `away`: the server could not be reached, or answered nothing that we know. */
export type UploadFault = { image: ImageFault } | { code: ErrorCode } | 'away'

const uploaded = z.object({ hash: z.string(), width: z.number(), height: z.number() })
const refusal = z.object({ code: z.string(), detail: z.object({ reason: z.string().optional() }).optional() })
const FAULTS = ['type', 'size', 'pixels', 'broken', 'full'] as const satisfies readonly ImageFault[]

/** `address`: of the draft's page. */
export async function upload(address: string, file: File): Promise<Uploaded | { fault: UploadFault }> {
  if (file.size > IMAGE_LIMITS.megabytes * 1024 * 1024 && file.type.startsWith('image/'))
    return { fault: { image: 'size' } }
  try {
    const read = readImage(new Uint8Array(await file.arrayBuffer()))
    if ('fault' in read) return { fault: { image: read.fault } }
    const response = await fetch(`${address}/images`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/octet-stream' },
      body: file,
    })
    const answer: unknown = await response.json()
    return response.ok ? uploaded.parse(answer) : { fault: faultOf(answer) }
  } catch {
    return { fault: 'away' }
  }
}

/** An image that came from another draft, by the clipboard, becomes one of this draft's. False when it may not. */
export async function adopt(address: string, hash: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/images/${hash}`, {
      method: 'PUT',
      headers: { accept: 'application/json' },
    })
    return response.ok
  } catch {
    return false
  }
}

function faultOf(answer: unknown): UploadFault {
  const { code = '', detail } = refusal.safeParse(answer).data ?? {}
  const image = FAULTS.find((fault) => code === 'bad_image' && fault === detail?.reason)
  if (image) return { image }
  return isErrorCode(code) ? { code } : 'away'
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_STATUS, code)
