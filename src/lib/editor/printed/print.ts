/** Ctrl+P prints the document as it will be issued: its PDF, never the page with its hints, lines and margin. */
import { z } from 'zod'
import { m } from '$lib/paraglide/messages'
import { ERROR_STATUS, type ErrorCode } from '../../errors.ts'
import { errorText } from '../../ui/errors.ts'
import { toasts } from '../../ui/toasts.svelte.ts'

/** How long what was written last may be on its way to the server: without it the print would lack words. */
const LONGEST_WAIT_MS = 5_000
const LOOK_AGAIN_MS = 100

const failure = z.object({ code: z.string() })

interface Printing {
  /** Of the draft's page. */
  address: string
  /** Is everything written here on the server's disk? */
  isStored: () => boolean
  /** With what is suggested, as the page shows it; else as it is. */
  view?: string
}

let isAsking = false

/** Opens the browser's print of the PDF; says why, where it cannot be had. */
export async function printPdf({ address, isStored, view }: Printing): Promise<void> {
  if (isAsking) return
  isAsking = true
  toasts.show(m.editor_print_opening())
  try {
    if (!(await becomes(isStored))) return toasts.show(m.editor_print_unsaved(), 'fault')
    const href = `${address}/preview.pdf${view === undefined ? '' : `?view=${encodeURIComponent(view)}`}`
    const answer = await fetch(href)
    if (!answer.ok) return toasts.show(reasonIn(await answer.json().catch(() => null)), 'fault')
    show(await answer.blob(), href)
  } catch {
    toasts.show(m.editor_print_away(), 'fault')
  } finally {
    isAsking = false
  }
}

async function becomes(isTrue: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < LONGEST_WAIT_MS && !isTrue(); waited += LOOK_AGAIN_MS)
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  return isTrue()
}

function reasonIn(said: unknown): string {
  const code = failure.safeParse(said).data?.code
  return code !== undefined && isErrorCode(code) ? errorText(code) : m.editor_print_away()
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_STATUS, code)

/** In a frame that nobody sees. It stays until the next print: the browser's print window reads from it. */
function show(pdf: Blob, href: string): void {
  document.querySelector('iframe[data-print]')?.remove()
  const frame = document.createElement('iframe')
  frame.dataset.print = ''
  frame.title = m.editor_pdf()
  frame.tabIndex = -1
  frame.setAttribute('aria-hidden', 'true')
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0;right:0;bottom:0'
  frame.addEventListener('load', () => {
    try {
      frame.contentWindow?.focus()
      frame.contentWindow?.print()
    } catch {
      // Firefox shows a PDF as a page of its own, which no other page may print: it is printed from there.
      window.open(href, '_blank', 'noopener')
    }
  })
  frame.src = URL.createObjectURL(pdf)
  document.body.append(frame)
}
