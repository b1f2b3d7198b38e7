/** On the element that shows a part of a stored text. */
const PART = 'data-held'
export type HeldPart = 'main' | 'appendices'

/** What crosses to the browser: the words, or that the page itself has them. */
type Sent = { main: string; appendices: string } | { isInPage: true }

/**
 * The stored words of a draft as HTML. A page that is asked for as a whole shows them already: they are not sent in its
 * data a second time, which would take as long again for a long text, but found in the page.
 */
export class HeldText {
  readonly main: string
  /** Behind the signatures. */
  readonly appendices: string
  readonly #isInPage: boolean

  constructor({ main, appendices }: { main: string; appendices: string }, isInPage: boolean) {
    this.main = main
    this.appendices = appendices
    this.#isInPage = isInPage
  }

  sent(): Sent {
    return this.#isInPage ? { isInPage: true } : { main: this.main, appendices: this.appendices }
  }

  static arrived(sent: Sent): HeldText {
    return new HeldText('main' in sent ? sent : { main: inPage('main'), appendices: inPage('appendices') }, false)
  }
}

const inPage = (part: HeldPart): string => document.querySelector(`[${PART}="${part}"]`)?.innerHTML ?? ''

/** The element that shows a part, which `HeldText.arrived` finds again. */
export const heldElement = (part: HeldPart, html: string): string =>
  `<div class="body" lang="vi" aria-busy="true" ${PART}="${part}">${html}</div>`
