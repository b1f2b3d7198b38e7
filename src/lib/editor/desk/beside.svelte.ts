/** What has room beside the page, by the width of the window and the size in which the sheet is drawn; the rest lies over it. */
import { MediaQuery } from 'svelte/reactivity'
import { innerWidth } from 'svelte/reactivity/window'
import { zoom } from '../paper/zoom.svelte.ts'
import type { Desk } from './desk.svelte.ts'

const SHEET_PX = (210 / 25.4) * 96
/** The sheet in its true size, the narrowest column, and what lies between. */
const BESIDE_PX = 1220

export class Beside {
  readonly #desk: Desk
  readonly #mayPreview: () => boolean
  /** Room for the page and one column beside it; for two; for the PDF and the outline. */
  readonly #one = new MediaQuery('(min-width: 80rem)', true)
  readonly #two = new MediaQuery('(min-width: 90rem)')
  readonly #pdfAndOutline = new MediaQuery('(min-width: 96rem)')

  /** `mayPreview`: there is a PDF of this moment. */
  constructor(desk: Desk, mayPreview: () => boolean) {
    this.#desk = desk
    this.#mayPreview = mayPreview
  }

  /** A sheet that is drawn larger leaves less beside it. */
  readonly hasRoom = $derived.by(() => {
    const spare = (innerWidth.current ?? Infinity) - Math.max(0, zoom.factor - 1) * SHEET_PX
    return this.#one.current && spare >= BESIDE_PX
  })
  readonly pdf = $derived.by(() => this.hasRoom && this.#desk.pdf && this.#mayPreview())
  readonly outline = $derived.by(() => this.#pdfAndOutline.current || (this.#one.current && !this.pdf))
  readonly margin = $derived.by(() => this.hasRoom && !this.pdf && (this.#two.current || !this.#desk.outline))
}
