/**
 * Sending a form without leaving the page: what was typed stays until the act has succeeded, the focus goes to the
 * first fault, and a server that cannot be reached costs nothing but the attempt.
 */
import type { SubmitFunction } from '@sveltejs/kit'
import { tick } from 'svelte'
import { applyAction } from '$app/forms'
import type { ErrorCode } from '$lib/errors.ts'
import { m } from '$lib/paraglide/messages'
import { errorText } from './errors.ts'
import type { Faults } from './faults.ts'
import { refresh } from './refresh.ts'
import { toasts } from './toasts.svelte.ts'

/** What a form action gives back when it could not act. */
export interface Refusal {
  /** Which form of the page. */
  form: string
  values: Record<string, string | string[]>
  faults: Faults
  /** Which pages of the file that was sent are at fault: "2, 5". */
  pages?: string
  code?: ErrorCode
}

export class Submission {
  pending = $state(false)
  readonly #done: (() => void) | undefined
  readonly #empties: boolean

  /**
   * `done` runs after the act has succeeded and the page has been refreshed. `empties`: the form then stands ready for
   * the next thing; one that edits keeps what it shows.
   */
  constructor(done?: () => void, { empties = false } = {}) {
    this.#done = done
    this.#empties = empties
  }

  readonly send: SubmitFunction = ({ cancel }) => {
    if (this.pending) return cancel()
    this.pending = true
    return async ({ formElement, result }) => {
      try {
        if (result.type === 'error') {
          toasts.show(result.status ? told(result.error) : m.common_unreachable(), 'fault')
          return
        }
        if (result.type === 'success') await refresh()
        await applyAction(result)
        await tick()
        if (result.type === 'success') {
          if (this.#empties) formElement.reset()
          this.#done?.()
        } else if (result.type === 'failure') {
          focusFirstFault(formElement)
        }
      } finally {
        this.pending = false
      }
    }
  }
}

/** The error as the hooks made it (src/app.d.ts); SvelteKit types it loosely. */
function told(error: App.Error): string {
  return error.code ? errorText(error.code) : m.common_error_unexpected({ id: error.reference ?? '–' })
}

/** Where a refused form is to be mended first. */
export function focusFirstFault(form: HTMLElement): void {
  const field = form.querySelector<HTMLElement>('[aria-invalid="true"]:not([type="hidden"])')
  const fault = field ?? form.querySelector<HTMLElement>('[data-form-fault]')
  fault?.focus()
}

/** The faults, values and code of one form of a page, or nothing when it was not the one refused. */
export function refusalOf(form: unknown, name = ''): Refusal | undefined {
  return isRefusal(form) && form.form === name ? form : undefined
}

function isRefusal(form: unknown): form is Refusal {
  return typeof form === 'object' && form !== null && 'faults' in form && 'values' in form && 'form' in form
}

/** What was typed into a single field before the refusal. */
export function typed(refusal: Refusal | undefined, field: string, otherwise = ''): string {
  const value = refusal?.values[field]
  return typeof value === 'string' ? value : otherwise
}
