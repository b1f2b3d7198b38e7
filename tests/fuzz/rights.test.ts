/**
 * GUARD-1, SAVE-1: rights are taken away and given back while pages stay open and people type, lines are cut, and in the
 * end the draft is frozen. Every edit must end confirmed or refused: on the disk, or shown to its author as not taken.
 *   SEED=7 npx vitest run --project integration tests/fuzz/rights
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Connection } from '../../src/lib/collab/connection.svelte.ts'
import type { SocketClass } from '../../src/lib/collab/counting-socket.ts'
import { closeAll, connect, textOf, type } from '../integration/client/house.ts'
import { type Office, openOffice, SCHEMA_VERSION, until } from '../integration/collab/office.ts'
import { drawSeed, seeded } from './random.ts'

const SEED = drawSeed('rights')
const STEPS = 250
const PAGES = 5
/** A page waits 20 s for the last word on what is under way when its right ends; nothing takes longer. */
const LONGEST_UNSAVED_MS = 25_000

let office: Office
beforeAll(async () => (office = await openOffice()))
afterEach(closeAll)
afterAll(() => office.close())

/** A page's socket, with the person in its address. */
function socketOf(person: string): SocketClass {
  return class extends WebSocket {
    constructor(url: string | URL) {
      super(`${String(url)}&as=${person}`)
    }
  } as unknown as SocketClass
}

interface Page {
  person: string
  connection: Connection
  typed: string[]
}

function openPage(draftId: string, may: boolean): Page {
  const person = randomUUID()
  office.rights.set(person, draftId, may ? 'write' : 'comment')
  const connection = connect(office.url.replace('ws:', 'http:').replace('/collab', ''), draftId, {
    personId: person,
    schemaVersion: SCHEMA_VERSION,
    socketClass: socketOf(person),
  })
  return { person, connection, typed: [] }
}

/** A copy that is refused again and again is not replaced any more: the person tries again by hand. */
function tryAgain({ connection }: Page): void {
  if (connection.status.kind === 'refused') connection.reconnectNow()
}

const isSettled = ({ connection }: Page) =>
  connection.unsaved === 0 && connection.synced && connection.status.kind === 'live'

async function untilAll(what: string, pages: Page[], holds: (page: Page) => boolean): Promise<void> {
  const holdsForAll = () => {
    pages.forEach(tryAgain)
    return pages.every(holds)
  }
  await until(what, holdsForAll, LONGEST_UNSAVED_MS)
}

test.each(['with the right given to everybody', 'with a freeze'] as const)(
  `GUARD-1, SAVE-1: every edit is confirmed or refused, %s (SEED=${SEED})`,
  async (end) => {
    const random = seeded(SEED)
    const draft = await office.draft('')
    const pages = Array.from({ length: PAGES }, (_, i) => openPage(draft, i % 2 === 0))
    await untilAll('everybody is in step', pages, isSettled)

    function typeOn(page: Page): void {
      const words = `dòng ${pages.indexOf(page)}.${page.typed.length}.`
      page.typed.push(words)
      type(page.connection.doc, words)
    }

    for (let i = 0; i < STEPS; i++, await pause(random.below(12))) {
      const page = random.pick(pages)
      tryAgain(page)
      if (random.chance(0.2)) {
        office.rights.set(page.person, draft, random.pick(['write', 'write', 'comment', 'read']))
        office.collaboration.rightsChanged({ draftId: draft, userId: page.person })
        // An input method may still write when the page has become read-only.
        if (random.chance(0.2) && page.connection.synced) typeOn(page)
      }
      if (random.chance(0.03)) page.connection.reconnectNow()
      if (page.connection.canWrite) typeOn(page)
      if (page.connection.canWrite && page.connection.stranded && random.chance(0.3)) page.connection.sendStranded()
    }

    if (end === 'with a freeze') {
      const { frozenAt } = await office.collaboration.close(office.database.pool, draft)
      office.collaboration.frozen(draft, frozenAt)
    } else {
      for (const { person } of pages) office.rights.set(person, draft, 'write')
      office.collaboration.rightsChanged({ draftId: draft })
      await untilAll('everybody may write', pages, ({ connection }) => connection.canWrite)
      for (const page of pages) typeOn(page)
    }
    await untilAll('nobody has anything unsaved', pages, isSettled)
    const onDisk = textOf(await office.onDisk(draft))
    await untilAll('all are equal', pages, (page) => isSettled(page) && textOf(page.connection.doc) === onDisk)

    const lines = onDisk.split('\n').filter((line) => line !== '')
    expect(new Set(lines).size, 'doubled').toBe(lines.length)
    for (const { typed, connection } of pages) {
      const kept = connection.stranded?.text.split('\n') ?? []
      expect(typed.filter((line) => !lines.includes(line)).sort(), 'refused and shown to the author').toEqual(
        [...kept].sort(),
      )
    }
  },
  3 * LONGEST_UNSAVED_MS,
)
