import { isChange, type PartRow, type ShownPart } from '../../document/compare/part.ts'
import { moreRows, moreUnits } from './more.ts'
import { beginsOf, byPlace, type Told, toldOf } from './told.ts'

/** A comparison as far as a page has it, and what of that it shows. */
export class Loaded {
  readonly #given: () => { comparison: ShownPart; address: string }
  /** What came after the page; of another comparison it counts for nothing. */
  #extra: { of: string; rows: PartRow[]; next: number | null; units: ShownPart['summary']['units'] } | null =
    $state.raw(null)
  /** Stretches that were asked for, shown although nothing changed there. */
  #opened: readonly { at: number; upTo: number }[] = $state.raw([])
  onlyChanges = $state(true)
  busy = $state(false)

  constructor(given: () => { comparison: ShownPart; address: string }) {
    this.#given = given
  }

  readonly #comparison = $derived.by(() => this.#given().comparison)
  readonly #mine = $derived.by(() => (this.#extra?.of === this.#given().address ? this.#extra : null))
  readonly #known = $derived.by(() => byPlace([...this.#comparison.rows, ...(this.#mine?.rows ?? [])]))
  /** Where the rows with changes go on that have not been asked for. */
  readonly next = $derived.by(() => (this.#mine ? this.#mine.next : this.#comparison.next))
  readonly units = $derived.by(() => [...this.#comparison.summary.units, ...(this.#mine?.units ?? [])])
  /** So many of them are left. */
  readonly unitsLeft = $derived.by(
    () => this.#comparison.summary.left + this.#comparison.summary.units.length - this.units.length,
  )
  /** Rows with changes that have not been asked for. */
  readonly changesLeft = $derived.by(
    () => this.#comparison.changes - [...this.#known.values()].filter((row) => isChange(row)).length,
  )

  readonly told = $derived.by((): Told[] => {
    const { onlyChanges, next } = this
    return toldOf(this.#known, { end: next ?? this.#comparison.count, onlyChanges, opened: this.#opened })
  })
  readonly begins = $derived.by(() => beginsOf(this.told))

  /** Whether this row was asked for: longer it does not come. */
  isOpen(row: number): boolean {
    return this.#opened.some(({ at, upTo }) => at <= row && row < upTo)
  }

  /** The next rows with changes. False where the server does not give them. */
  more(): Promise<boolean> {
    const { next } = this
    if (next === null) return Promise.resolve(true)
    return this.#ask(async (address) => {
      const part = await moreRows(address, { at: next, upTo: this.#comparison.count, onlyChanges: true })
      if (part) this.#put(address, part.rows, part.next)
      return part !== null
    })
  }

  /** All rows of a stretch, as many of them as come at once; of one row alone, more than is usual. */
  open(at: number, upTo: number): Promise<boolean> {
    return this.#ask(async (address) => {
      const part = await moreRows(address, { at, upTo, onlyChanges: false })
      if (!part) return false
      this.#put(address, part.rows, this.next)
      this.#opened = [...this.#opened, { at, upTo }]
      return true
    })
  }

  /** The next units of the summary. */
  moreUnits(): Promise<boolean> {
    return this.#ask(async (address) => {
      const part = await moreUnits(address, this.units.length)
      if (part) this.#put(address, [], this.next, part.units)
      return part !== null
    })
  }

  /** Everything that changed, for paper. */
  async all(): Promise<boolean> {
    while (this.next !== null) if (!(await this.more())) return false
    while (this.unitsLeft > 0) if (!(await this.moreUnits())) return false
    for (const { at } of [...this.#known.values()].filter(({ isCut }) => isCut))
      if (!(await this.open(at, at + 1))) return false
    return true
  }

  /** Shows what did not change as well, so far as rows have come. */
  async showAll(): Promise<boolean> {
    this.onlyChanges = false
    for (const one of this.told) if (one.is === 'fold' && !(await this.open(one.at, one.upTo))) return false
    return true
  }

  #put(of: string, rows: PartRow[], next: number | null, units: ShownPart['summary']['units'] = []): void {
    const mine = this.#mine
    this.#extra = { of, rows: [...(mine?.rows ?? []), ...rows], next, units: [...(mine?.units ?? []), ...units] }
  }

  async #ask(how: (address: string) => Promise<boolean>): Promise<boolean> {
    this.busy = true
    try {
      return await how(this.#given().address)
    } finally {
      this.busy = false
    }
  }
}
