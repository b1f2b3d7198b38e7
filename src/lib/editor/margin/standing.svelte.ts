/** Cards beside their lines: measured when what is said, the words or the window have changed, and drawn near the window. */
import { tick } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import { DRAFTED } from '../core/passages.ts'
import { topOf } from './items.ts'
import { Places } from './places.svelte.ts'
import type { MarginDesk, Said } from './said.svelte.ts'

/** The words have moved: the cards near the window follow when typing pauses, so that no key press waits for them; then the others. */
const TYPING_PAUSE_MS = 250
const SETTLED_MS = 1_000

interface Around {
  desk: () => MarginDesk
  said: Said
  paper: () => HTMLElement | undefined
  margin: () => HTMLElement | undefined
  /** There is room beside the page, and nobody wants a list. */
  isPlaced: () => boolean
}

/** For the life of the component that makes it. */
export class Standing {
  readonly #around: Around
  readonly #places = new Places()
  #waiting = 0
  #looking = 0
  #lastDrafted: unknown = null
  #sizes: ResizeObserver | undefined
  #slots: readonly HTMLElement[] = []
  #settling: ReturnType<typeof setTimeout> | undefined
  #isAll = true
  #width = 0

  constructor(around: Around) {
    this.#around = around
    const { desk, said, paper, margin, isPlaced } = around
    $effect(() => {
      // What is said has changed: the cards move at once.
      void [said.items, said.isReady, isPlaced()]
      void tick().then(() => this.#measureSoon(true))
    })
    $effect(() => {
      // Another one is being read: it goes to its line, and the others make room.
      const { active } = said
      void tick().then(() => {
        this.#places.heard(this.#slots)
        this.#places.stack(active)
      })
    })
    $effect(() => {
      const { version, values } = desk()
      void [version, values]
      const pause = setTimeout(() => this.#measureSoon(false), TYPING_PAUSE_MS)
      return () => clearTimeout(pause)
    })
    $effect(() => {
      const [sheet, area] = [paper(), margin()]
      if (!isPlaced() || !sheet || !area) return
      // A line more or less; or all of them end elsewhere.
      const paperSize = new ResizeObserver(() => {
        const { offsetWidth } = sheet
        this.#measureSoon(offsetWidth !== this.#width)
        this.#width = offsetWidth
      })
      paperSize.observe(sheet)
      void document.fonts.ready.then(() => this.#measureSoon(true))
      addEventListener('scroll', this.#lookSoon, { passive: true })
      addEventListener('resize', this.#lookSoon)
      return () => {
        paperSize.disconnect()
        removeEventListener('scroll', this.#lookSoon)
        removeEventListener('resize', this.#lookSoon)
        clearTimeout(this.#settling)
        cancelAnimationFrame(this.#waiting)
        cancelAnimationFrame(this.#looking)
        this.#places.stop()
      }
    })
  }

  /** In the order of the text. */
  readonly ordered = $derived.by(() => {
    const at = (id: string) => this.#places.order.get(id) ?? Infinity
    return this.#around.said.items.toSorted((a, b) => at(a.id) - at(b.id) || 0)
  })
  readonly drawn = $derived.by(() => {
    const { active, items } = this.#around.said
    return this.ordered.filter(({ id }) => id === active || this.#places.isNear(id, items.length))
  })
  /** Where the last one ends, px. */
  readonly end = $derived.by(() => this.#places.end)

  /** Hidden until it has its place; a composer takes the focus at once, and is seen at once. */
  styleOf(id: string): string {
    const top = this.#places.tops.get(id)
    const hidden = top === undefined && id !== DRAFTED ? ' visibility: hidden' : ''
    return `position: absolute; inset-inline: 0; top: ${top ?? 0}px;${hidden}`
  }

  /** A card that is drawn, or has grown, moves those below it. */
  readonly sized: Attachment<HTMLElement> = (slot) => {
    this.#sizes ??= new ResizeObserver((seen) => {
      const grown = seen.flatMap(({ target }) => (target instanceof HTMLElement ? [target] : []))
      requestAnimationFrame(() => {
        if (this.#places.heard(grown.filter((one) => one.isConnected))) this.#places.stack(this.#around.said.active)
      })
    })
    const observer = this.#sizes
    observer.observe(slot)
    this.#slots = [...this.#slots, slot]
    return () => {
      observer.unobserve(slot)
      this.#slots = this.#slots.filter((one) => one !== slot)
    }
  }

  /** `isAll`: those away from the window, too, without waiting until nobody types. */
  #measureSoon(isAll: boolean): void {
    clearTimeout(this.#settling)
    if (!isAll) this.#settling = setTimeout(() => this.#measureSoon(true), SETTLED_MS)
    this.#isAll ||= isAll
    cancelAnimationFrame(this.#waiting)
    this.#waiting = requestAnimationFrame(() => void this.#measure())
  }

  async #measure(): Promise<void> {
    const { desk, said, paper, margin, isPlaced } = this.#around
    const { editor } = desk()
    const [sheet, area] = [paper(), margin()]
    if (!isPlaced() || !said.isReady || !editor || !sheet || !area) return
    const isAll = this.#isAll
    this.#isAll = false
    this.#look()
    this.#places.heard(this.#slots)
    await this.#places.measure(said.items, (item) => topOf(editor, item, { paper: sheet, margin: area }), {
      isAll,
      active: () => said.active,
      mayReorder: () => !area.contains(document.activeElement),
    })
    await this.#showDrafted()
  }

  /** A comment begun beside the last line of the window would have its button below the window. */
  async #showDrafted(): Promise<void> {
    const { drafted } = this.#around.said
    if (drafted === this.#lastDrafted) return
    this.#lastDrafted = drafted
    await tick()
    const slot = drafted && this.#around.margin()?.querySelector(`[data-slot="${DRAFTED}"]`)
    slot?.scrollIntoView({ block: 'nearest' })
  }

  readonly #lookSoon = (): void => {
    cancelAnimationFrame(this.#looking)
    this.#looking = requestAnimationFrame(() => this.#look())
  }

  #look(): void {
    const area = this.#around.margin()
    if (!area) return
    const { top } = area.getBoundingClientRect()
    this.#places.look(-top, innerHeight - top)
  }
}
