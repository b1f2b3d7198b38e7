/** How large the sheet is drawn: chosen by each person, kept on this device. The lines break alike at any size. */

const STEPS = [0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2]
const TRUE_SIZE = 1

class Zoom {
  factor = $state(TRUE_SIZE)
  #key = ''

  /** Browser only. */
  read(personId: string): void {
    this.#key = `zoom/${personId}`
    const held = Number(kept(this.#key))
    this.factor = STEPS.includes(held) ? held : TRUE_SIZE
  }

  /** The next larger or smaller size; at the last one nothing happens. */
  step(by: 1 | -1): void {
    const next = STEPS[STEPS.indexOf(this.factor) + by]
    if (next !== undefined) this.#choose(next)
  }

  toTrueSize(): void {
    this.#choose(TRUE_SIZE)
  }

  get percent(): number {
    return Math.round(this.factor * 100)
  }

  get isLargest(): boolean {
    return this.factor === STEPS.at(-1)
  }

  get isSmallest(): boolean {
    return this.factor === STEPS[0]
  }

  #choose(factor: number): void {
    this.factor = factor
    try {
      localStorage.setItem(this.#key, String(factor))
    } catch {
      // Storage is switched off: the choice holds for this visit.
    }
  }
}

function kept(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // storage is switched off
  }
}

export const zoom = new Zoom()
