/**
 * The line to open pages: how much is unread, as soon as it changes. It says no more than a number, so a page that was left
 * open shows nobody a title; the list itself is asked for by HTTP, with the rights of that moment.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { WebSocket, WebSocketServer } from 'ws'
import { CLOSE, type CloseName } from '../../src/lib/collab/close.ts'
import { NEWS_PATH, type NewsMessage } from '../../src/lib/news/protocol.ts'
import type { Person } from '../access/person.ts'
import { listen } from './ear.ts'

/** Many tabs on several devices; a program that opens sockets in a loop ends here. */
const SEATS_A_PERSON = 40
const SEATS = 20_000
/** The page takes a line as dead that was silent for more than twice this. */
const BEAT_MS = 25_000
/** Several rows of one act, or acts in a row, are one look. */
const GATHER_MS = 150
const LOOKS_AT_ONCE = 4
/** Pages answer beats, for twelve days with so much, and say nothing else. Who talks on is cut off, refused or not. */
const MOST_HEARD_BYTES = 256 * 1024

export interface LiveDeps {
  /** Of the database, to hear what the other nodes write. */
  url: string
  log: Logger
  seats: {
    seat(cookie: string | undefined): Promise<{ sessionId: string; person: Person } | { refused: 'notSignedIn' }>
    personOf(sessionId: string): Promise<Person | null>
  }
  isOwnOrigin(request: IncomingMessage): boolean
  countUnread(person: Person): Promise<number>
}

export interface Live {
  /** Whether this request is for the line of news. */
  takes(request: IncomingMessage): boolean
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void
  /** Closes all lines, so that pages come back to another node. */
  close(): Promise<void>
}

interface Seat {
  ws: WebSocket
  sessionId: string
  personId: string
  /** Whether it has answered since the last beat. */
  isAlive: boolean
}

/** A broken frame or line: `ws` closes the socket itself. */
const ignore = () => {}

export function createLive({ url, log, seats, isOwnOrigin, countUnread }: LiveDeps): Live {
  // Pages say nothing on this line: a frame longer than a few letters is no page's.
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 64,
  })
  const byPerson = new Map<string, Set<Seat>>()
  const waiting = new Set<string>()
  let seatCount = 0
  let isStopping = false
  let looking = 0
  let timer: NodeJS.Timeout | undefined

  const stopListening = listen({
    url,
    log,
    onTold: lookSoon,
    onListening: () => [...byPerson.keys()].forEach(lookSoon),
  })
  const beating = setInterval(beat, BEAT_MS)

  async function decide(request: IncomingMessage) {
    if (isStopping) return { refused: 'stopping' as const }
    if (!isOwnOrigin(request)) return { refused: 'foreignOrigin' as const }
    try {
      return await seats.seat(request.headers.cookie)
    } catch (error) {
      log.warn({ err: error }, 'a line of news could not be judged')
      return { refused: 'storeUnavailable' as const }
    }
  }

  function admit(ws: WebSocket, sessionId: string, personId: string): void {
    const mine = byPerson.get(personId) ?? new Set()
    if (mine.size >= SEATS_A_PERSON || seatCount >= SEATS) return refuse(ws, 'tooManyConnections')
    const seat: Seat = { ws, sessionId, personId, isAlive: true }
    byPerson.set(personId, mine.add(seat))
    seatCount += 1
    ws.on('pong', () => (seat.isAlive = true))
    ws.on('message', () => refuse(ws, 'badFrame'))
    ws.on('close', () => {
      seatCount -= 1
      mine.delete(seat)
      if (mine.size === 0 && byPerson.get(personId) === mine) byPerson.delete(personId)
    })
    lookSoon(personId)
  }

  function lookSoon(personId: string): void {
    if (!byPerson.has(personId)) return
    waiting.add(personId)
    timer ??= setTimeout(() => {
      timer = undefined
      void lookAtAll()
    }, GATHER_MS)
  }

  async function lookAtAll(): Promise<void> {
    if (looking >= LOOKS_AT_ONCE) return
    looking += 1
    for (const personId of waiting) {
      waiting.delete(personId)
      await lookAt(personId).catch((error: unknown) => log.warn({ err: error }, 'news could not be counted'))
    }
    looking -= 1
  }

  /** Sessions first: who has signed out is told nothing more. */
  async function lookAt(personId: string): Promise<void> {
    const here = [...(byPerson.get(personId) ?? [])]
    const people = await Promise.all(here.map(({ sessionId }) => seats.personOf(sessionId)))
    const person = people.find((one) => one !== null)
    here.forEach(({ ws }, i) => {
      if (!people[i]) refuse(ws, 'notSignedIn')
    })
    if (!person) return
    const message: NewsMessage = { unread: await countUnread(person) }
    for (const [i, { ws }] of here.entries()) if (people[i]) send(ws, message)
  }

  /** A session may have run out without a word; a line may be dead without having been closed. */
  function beat(): void {
    for (const seat of [...byPerson.values()].flatMap((mine) => [...mine])) {
      const { ws, sessionId } = seat
      if (!seat.isAlive) ws.terminate()
      seat.isAlive = false
      ws.ping()
      send(ws, {})
      seats.personOf(sessionId).then(
        (person) => person ?? refuse(ws, 'notSignedIn'),
        () => {}, // the database is away: asked again at the next beat
      )
    }
  }

  return {
    takes: ({ url = '' }) => url === NEWS_PATH || url.startsWith(`${NEWS_PATH}?`),
    upgrade(request, stream, head) {
      const onGone = () => stream.destroy()
      stream.on('error', onGone)
      void decide(request).then((decision) => {
        if (stream.destroyed) return
        server.handleUpgrade(request, stream, head, (ws) => {
          stream.off('error', onGone)
          ws.on('error', ignore)
          let left = MOST_HEARD_BYTES
          stream.on('data', ({ length }: Buffer) => {
            left -= length
            if (left < 0) stream.destroy()
          })
          if ('refused' in decision) refuse(ws, decision.refused)
          else admit(ws, decision.sessionId, decision.person.id)
        })
      })
    },
    async close() {
      isStopping = true
      clearInterval(beating)
      clearTimeout(timer)
      for (const mine of byPerson.values()) for (const { ws } of mine) refuse(ws, 'stopping')
      await stopListening()
    },
  }
}

function send(ws: WebSocket, message: NewsMessage): void {
  if (ws.readyState === WebSocket.OPEN) ws.send(JSON.stringify(message))
}

/** Completed and then closed: a browser can read a close code, but not why an upgrade failed. */
function refuse(ws: WebSocket, name: CloseName): void {
  ws.close(CLOSE[name].code, name)
}
