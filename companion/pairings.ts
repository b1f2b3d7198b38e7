/** The browsers that this person has paired: their secrets lie in a file of the person's own folder. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { importSecret, pairingId } from '../src/lib/companion/protocol.ts'

/** Of several browsers on one PC; who pairs more loses the oldest. */
const MOST = 8

const kept = z.array(z.object({ origin: z.string(), secret: z.base64().length(44), since: z.iso.datetime() }))
type Kept = z.infer<typeof kept>

export class Pairings {
  readonly #file: string
  readonly #origin: string

  constructor(folder: string, origin: string) {
    this.#file = path.join(folder, 'pairings.json')
    this.#origin = origin
  }

  async add(secret: string): Promise<string> {
    const others = this.#read().filter((one) => one.secret !== secret)
    const all = [...others, { origin: this.#origin, secret, since: new Date().toISOString() }].slice(-MOST)
    mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 })
    writeFileSync(`${this.#file}.new`, JSON.stringify(all), { mode: 0o600 })
    renameSync(`${this.#file}.new`, this.#file)
    return pairingId(bytesOf(secret))
  }

  /** The key to check a proof with; null of a browser that is not paired for this address. */
  async find(id: string): Promise<CryptoKey | null> {
    for (const { origin, secret } of this.#read()) {
      const bytes = bytesOf(secret)
      if (origin === this.#origin && (await pairingId(bytes)) === id) return importSecret(bytes)
    }
    return null
  }

  /** A file that is not there, or that somebody has spoilt, holds none: one pairs anew. */
  #read(): Kept {
    try {
      return kept.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
    } catch {
      return []
    }
  }
}

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))
