/**
 * Asking a signing service over HTTP. What comes back is somebody else's, and is read with a limit of time and size; a redirect is
 * not followed, since what is sent holds secrets. Nothing here is believed: a signature counts by its certificate alone
 * (requests/settle.ts).
 */
import { z } from 'zod'
import { AppError } from '../../../../src/lib/errors.ts'

const PATIENCE_MS = 10_000
const MOST_BYTES = 512 * 1024

export interface Called {
  status: number
  /** Undefined where it is no JSON. */
  said: unknown
}

/** How long an answer is waited for. */
export interface Patience {
  patienceMs?: number | undefined
  /** Of several questions together; `service_slow` then. */
  until?: AbortSignal | undefined
}

export interface Call extends Patience {
  /** Sent as JSON; as a form where it is a URLSearchParams. */
  body: object
  /** An access token. */
  bearer?: string
}

/** POST. Throws `key_unreachable {reason}`: service_down, service_slow, service_odd (too long). */
export async function call(address: string, { body, bearer, patienceMs = PATIENCE_MS, until }: Call): Promise<Called> {
  const isForm = body instanceof URLSearchParams
  try {
    const answer = await fetch(address, {
      method: 'POST',
      redirect: 'error',
      headers: {
        accept: 'application/json',
        ...(!isForm && { 'content-type': 'application/json' }),
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      body: isForm ? body : JSON.stringify(body),
      signal: AbortSignal.any([AbortSignal.timeout(patienceMs), ...(until ? [until] : [])]),
    })
    return { status: answer.status, said: json(await readText(answer)) }
  } catch (failure) {
    if (failure instanceof AppError) throw failure
    const isLate = failure instanceof Error && failure.name === 'TimeoutError'
    throw unreachable(isLate ? 'service_slow' : 'service_down')
  }
}

async function readText(answer: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body ?? []) {
    size += part.length
    if (size > MOST_BYTES) throw unreachable('service_odd')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What was said in its shape; else `service_odd`. */
export function need<T>(shape: z.ZodType<T>, said: unknown): T {
  const read = shape.safeParse(said)
  if (!read.success) throw unreachable('service_odd')
  return read.data
}

export const unreachable = (reason: string) => new AppError('key_unreachable', { reason })

/** Base64 as services write it: some of it in lines. */
export const base64 = z.string().max(200_000)
export const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
