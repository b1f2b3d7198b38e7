/**
 * Four people who type all the while, in a process of their own, so that the attackers' own work is not measured with
 * the server's. Started with `{ url, drafts, cookies }`; tells the time from each letter to its confirmation when told
 * to stop.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import * as Y from 'yjs'
import { Pen } from './pen.ts'

export interface Desks {
  url: string
  /** Draft and session of each. */
  seats: { draftId: string; cookie: string }[]
}

export interface Typed {
  /** From sending a letter to hearing that it is on disk, and when that was. */
  letters: { ms: number; at: number }[]
  /** Letters that were never confirmed. */
  lost: number
  /** Longest wait for /healthz, and when it was asked. */
  health: { ms: number; at: number }
}

const KEYS_PER_SECOND = 6
/** Who waits so long for one letter has lost it. */
const LOST_MS = 10_000

if (process.send) {
  process.once('message', (desks: Desks) => {
    void type(desks).then((typed) => process.send?.(typed, () => process.exit(0)))
  })
  process.once('disconnect', () => process.exit(1)) // the siege was broken off
}

async function type({ url, seats }: Desks): Promise<Typed> {
  let isOver = false
  process.once('message', () => (isOver = true))
  const letters: Typed['letters'] = []
  let lost = 0
  let health = { ms: 0, at: 0 }

  async function sit({ draftId, cookie }: Desks['seats'][number]): Promise<void> {
    const pen = await Pen.open(url, draftId, cookie)
    const sentAt = new Map<number, number>()
    pen.onStored = (count) => {
      for (const [n, at] of sentAt) {
        if (n > count) break
        letters.push({ ms: performance.now() - at, at: Date.now() })
        sentAt.delete(n)
      }
    }
    const body = pen.doc.getXmlFragment('body')
    const text = new Y.XmlText('')
    pen.edit(() => {
      const block = new Y.XmlElement('textblock')
      block.insert(0, [text])
      body.insert(body.length, [block])
    })
    while (!isOver) {
      pen.edit(() => text.insert(text.length, 'ộ'))
      sentAt.set(pen.sent, performance.now())
      await sleep(1_000 / KEYS_PER_SECOND)
    }
    for (const end = Date.now() + LOST_MS; sentAt.size > 0 && Date.now() < end;) await sleep(20)
    lost += sentAt.size
    pen.close()
  }

  async function listen(): Promise<void> {
    while (!isOver) {
      const began = performance.now()
      await fetch(`${url}/healthz`).then(
        (answer) => answer.arrayBuffer(),
        () => {},
      )
      const ms = performance.now() - began
      if (ms > health.ms) health = { ms, at: Date.now() - ms }
      await sleep(100)
    }
  }

  process.send?.('typing')
  await Promise.all([...seats.map(sit), listen()])
  return { letters, lost, health }
}
