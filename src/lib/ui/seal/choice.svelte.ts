import { SvelteSet } from 'svelte/reactivity'

/** What is chosen of a list. Nothing is chosen for anybody: an act over it is a deliberate one. What failed stays chosen, to be tried again. */
export class Choice<Row extends { id: string }> {
  readonly #picked = new SvelteSet<string>()
  readonly #rows: () => readonly Row[]

  /** `rows`: those that can be chosen now. */
  constructor(rows: () => readonly Row[]) {
    this.#rows = rows
  }

  get rows(): readonly Row[] {
    return this.#rows()
  }

  get chosen(): Row[] {
    return this.rows.filter((row) => this.has(row))
  }

  has({ id }: Row): boolean {
    return this.#picked.has(id)
  }

  put({ id }: Row, isChosen: boolean): void {
    if (isChosen) this.#picked.add(id)
    else this.#picked.delete(id)
  }

  putAll(isChosen: boolean): void {
    this.#picked.clear()
    if (isChosen) for (const row of this.rows) this.put(row, true)
  }
}
