/** Each forged frame and request against a room of a running house, beside honest work of three others. */
import { setTimeout as sleep } from 'node:timers/promises'
import * as Y from 'yjs'
import { CLOSE, type CloseName, closeReason } from '../../../src/lib/collab/close.ts'
import { SYNC } from '../../../src/lib/collab/protocol.ts'
import type { Pen } from '../../report/siege/pen.ts'
import { copyOf, FRAMES, refusalOf, UPDATES } from './frames.ts'
import { type Forged, REQUESTS } from './requests.ts'
import type { Room } from './room.ts'

const CLOSED_WITHIN_MS = 20_000

export interface Attack {
  name: string
  /** Resolves with what is wrong with the refusal, or null. */
  run(room: Room): Promise<string | null>
}

export interface Attacked {
  kinds: number
  /** One line for each that was not refused as it should be, or changed something. */
  effects: string[]
}

export async function attackAll(
  room: Room,
  attacks: readonly Attack[],
  say: (line: string) => void = () => {},
): Promise<Attacked> {
  const effects: string[] = []
  const tell = (effect: string) => {
    effects.push(effect)
    say(effect)
  }
  let before = await room.look()
  for (const attack of attacks) {
    const [fault] = await Promise.all([attack.run(room), room.work()])
    const after = await room.look()
    if (fault !== null) tell(`${attack.name}: ${fault}`)
    else if (after.join('\n') !== before.join('\n')) tell(`${attack.name}: ${changeOf(before, after)}`)
    before = after
  }
  for (const fault of await room.faultsOfOwn()) tell(`of the forger's own: ${fault}`)
  return { kinds: attacks.length, effects }
}

const changeOf = (before: readonly string[], after: readonly string[]) =>
  `${after.filter((one) => !before.includes(one)).join('\n')} instead of ${before.filter((one) => !after.includes(one)).join('\n')}`

export const requests = (): Attack[] =>
  Object.entries(REQUESTS).map(([name, { refused, ask }]: [string, Forged]) => ({
    name,
    async run(room) {
      const { status, json } = await ask(room)
      return refused.includes(status) ? null : `answered ${status}: ${JSON.stringify(json).slice(0, 200)}`
    },
  }))

const WAYS = ['as it was typed', 'as an answer', 'on coming back'] as const

/** Every update in every way; with `isSmall` each in one of them. */
export function frames({ isSmall = false } = {}): Attack[] {
  const updates = Object.entries(UPDATES).flatMap(([name, forge], at) =>
    WAYS.filter((_, way) => !isSmall || way === at % WAYS.length).map((way): Attack => ({
      name: `${name}, ${way}`,
      async run(room) {
        const pen = await room.pen(at)
        const forged = forge(pen.doc, room.text.clientID)
        if (way !== 'on coming back') {
          pen.say(way === 'as an answer' ? SYNC.step2 : SYNC.update, forged)
          return closedWith(pen, refusalOf(name))
        }
        const offline = copyOf(pen.doc)
        pen.close()
        const back = await room.pen(at + 1)
        back.say(SYNC.step1, Y.encodeStateVector(offline))
        back.say(SYNC.step2, Y.mergeUpdates([Y.encodeStateAsUpdate(offline), forged]))
        return closedWith(back, refusalOf(name))
      },
    })),
  )
  const bare = Object.entries(FRAMES).map(([name, { refused, frame }], at): Attack => ({
    name: `a frame that is no update: ${name}`,
    async run(room) {
      const pen = await room.pen(at)
      pen.socket.send(frame(pen.doc))
      return closedWith(pen, refused)
    },
  }))
  return [...updates, ...bare]
}

async function closedWith(pen: Pen, wanted: CloseName): Promise<string | null> {
  for (const end = Date.now() + CLOSED_WITHIN_MS; pen.closedWith === null && Date.now() < end;) await sleep(5)
  const { closedWith: code } = pen
  pen.close()
  if (code === CLOSE[wanted].code) return null
  return code === null ? 'the socket stays open' : `closed with ${code} ${closeReason(code)?.message ?? ''}`
}
