/** What a leader's browser does: one request, and steps that are told as they happen. */
import { setTimeout } from 'node:timers/promises'
import { PIN } from '../../../server/demonstration/people.ts'
import { readEvents } from '../../../src/lib/editor/finalize/events.ts'
import type { Node, Paper } from './house.ts'

export interface Told {
  /** From the press of the button until the signature was told; null when it was not. */
  signedMs: number | null
  /** The code that it failed with, or null: nothing was told any more. */
  failed: string | null
}

interface Ceremony {
  act: 'finalize' | 'resume'
  /** The key of the demonstration, unless another is named. */
  how?: { pin: string } | { keyId: string }
  onStep?: (step: string) => void
}

/** Whoever signs forty at once is asked to press again; it takes a minute or two until all are signed. */
const MOST_AGAIN = 60

/** Never throws: a line that breaks is told as well. */
export async function ceremony(
  { url }: Node,
  cookie: string,
  { id, step }: Paper,
  { act, how = { pin: PIN }, onStep }: Ceremony,
): Promise<Told> {
  const began = performance.now()
  const told: Told = { signedMs: null, failed: null }
  try {
    const press = () =>
      fetch(`${url}/drafts/${id}/finalize/run`, {
        method: 'POST',
        headers: { origin: url, cookie, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ act, ...how, ...(act === 'finalize' && { step }) }),
      })
    let answer = await press()
    for (let again = 0; answer.status === 429 && again < MOST_AGAIN; again++) {
      await answer.arrayBuffer()
      await setTimeout(1_000 * Number(answer.headers.get('retry-after') ?? 5))
      answer = await press()
    }
    if (!answer.ok || !answer.body) return { ...told, failed: `HTTP ${answer.status}` }
    for await (const event of readEvents(answer.body)) {
      if ('failed' in event) return { ...told, failed: event.failed ?? 'unexpected' }
      if (!('step' in event)) continue
      if (event.step === 'signed') told.signedMs = performance.now() - began
      onStep?.(event.step)
    }
  } catch {
    // Cut off.
  }
  return told
}
