/**
 * How many requests of one person are at work at once. What one request may take is bounded where it is read; a hundred
 * at the same time would still take the memory, the connections to the database and the long pages of everybody else.
 * Beyond a few, a person's requests wait for each other, and after a while they are refused: whoever works does not notice.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { AppError } from '../../src/lib/errors.ts'

/**
 * `look` changes nothing, `act` may change something, `upload` brings up to `bytes` that are held in memory. `isPatient`: it
 * is known to take its time, as signing does, and may wait for as long.
 */
export type Errand = { is: 'look' } | { is: 'act'; isPatient?: boolean } | { is: 'upload'; bytes: number }

export interface DoorLimits {
  /** Fewer than a browser asks at once, and it does not notice: everybody's letters stand in line behind each of them. */
  looks: number
  /** Each may hold a draft's row and a connection to the database while it waits for its turn there. */
  acts: number
  /** Bytes that one person may be bringing at once; one upload alone may be as large as its route allows. */
  uploadBytes: number
  /** The same of everybody: files are copied on their way to the process that reads them. */
  allUploadBytes: number
  /** How many of one person may wait, and how long. */
  waiting: number
  waitMs: number
  /** The same of uploads, and of what is patient. */
  longWaitMs: number
}

const MB = 1024 * 1024
const LIMITS: DoorLimits = {
  looks: 4,
  acts: 4,
  uploadBytes: 40 * MB,
  allUploadBytes: 120 * MB,
  // A draft with sixty images in three tabs asks for all of them at once where the proxy speaks HTTP/2.
  waiting: 200,
  // With what the page itself takes, within the five seconds that a person waits.
  waitMs: 2_500,
  longWaitMs: 20_000,
}
const AGAIN_SECONDS = 5

/** What each errand that is under way has begun and may go on with behind its answer. */
const begun = new AsyncLocalStorage<Promise<unknown>[]>()

/** Within an errand: what it has begun counts as under way until it has ended, also when nobody waits for it any more. */
export function lasts(work: Promise<unknown>): void {
  begun.getStore()?.push(work)
}

interface Guest {
  errand: Errand
  begin(): void
}

interface Person {
  looks: number
  acts: number
  uploadBytes: number
  waiting: Guest[]
}

export class Doors {
  readonly #limits: DoorLimits
  readonly #people = new Map<string, Person>()
  #allUploadBytes = 0

  constructor(limits: Partial<DoorLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits }
  }

  /** Does the errand in its turn. Throws as `enter` does, and whatever the errand throws. */
  async through<T>(personId: string, errand: Errand, run: () => Promise<T>): Promise<T> {
    const leave = await this.enter(personId, errand)
    const all: Promise<unknown>[] = []
    try {
      return await begun.run(all, run)
    } finally {
      void Promise.allSettled(all).then(() => {
        all.length = 0 // a timer or a connection that began meanwhile keeps the list, and with it all that was read
        leave()
      })
    }
  }

  /**
   * Resolves when the errand may begin, at once where the person has little under way; call what it gives when it is done.
   * Throws `too_many_requests {seconds}`.
   */
  async enter(personId: string, errand: Errand): Promise<() => void> {
    let person = this.#people.get(personId)
    if (!person) this.#people.set(personId, (person = { looks: 0, acts: 0, uploadBytes: 0, waiting: [] }))
    if (person.waiting.some((other) => other.errand.is === errand.is) || !this.#hasRoom(person, errand))
      await this.#wait(person, errand)
    else this.#count(person, errand, 1)
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      this.#count(person, errand, -1)
      // An upload that has ended makes room for anybody's.
      const moved = errand.is === 'upload' ? [...this.#people] : [[personId, person] as const]
      for (const [id, other] of moved) this.#letIn(id, other)
    }
  }

  /** In the order of coming among errands of one sort. */
  #wait(person: Person, errand: Errand): Promise<void> {
    const { waiting, waitMs, longWaitMs } = this.#limits
    const isPatient = errand.is === 'upload' || (errand.is === 'act' && errand.isPatient === true)
    const refusal = () => new AppError('too_many_requests', { seconds: AGAIN_SECONDS })
    if (person.waiting.length >= waiting) throw refusal()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => {
          person.waiting.splice(person.waiting.indexOf(guest), 1)
          reject(refusal())
        },
        isPatient ? longWaitMs : waitMs,
      )
      const begin = () => {
        clearTimeout(timer)
        resolve()
      }
      const guest: Guest = { errand, begin }
      person.waiting.push(guest)
    })
  }

  #letIn(id: string, person: Person): void {
    const next = () => person.waiting.findIndex(({ errand }) => this.#hasRoom(person, errand))
    for (let at = next(); at >= 0; at = next())
      for (const guest of person.waiting.splice(at, 1)) {
        this.#count(person, guest.errand, 1) // here: who comes before it has begun must find it counted
        guest.begin()
      }
    const { looks, acts, uploadBytes, waiting } = person
    if (looks + acts + uploadBytes + waiting.length === 0) this.#people.delete(id)
  }

  #hasRoom({ looks, acts, uploadBytes }: Person, errand: Errand): boolean {
    const limits = this.#limits
    if (errand.is === 'look') return looks < limits.looks
    if (errand.is === 'act') return acts < limits.acts
    const isRoomForAll = this.#allUploadBytes === 0 || this.#allUploadBytes + errand.bytes <= limits.allUploadBytes
    return isRoomForAll && (uploadBytes === 0 || uploadBytes + errand.bytes <= limits.uploadBytes)
  }

  #count(person: Person, errand: Errand, by: 1 | -1): void {
    if (errand.is === 'look') person.looks += by
    else if (errand.is === 'act') person.acts += by
    else {
      person.uploadBytes += by * errand.bytes
      this.#allUploadBytes += by * errand.bytes
    }
  }
}
