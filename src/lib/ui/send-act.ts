/** An act that asks nothing more, from the line of a menu: sent as its form would be. */
import { applyAction, deserialize } from '$app/forms'
import { m } from '$lib/paraglide/messages'
import { errorText } from './errors.ts'
import { refresh } from './refresh.ts'
import { refusalOf } from './submission.svelte.ts'
import { toasts } from './toasts.svelte.ts'

/** Goes where the answer leads and says `done` there; otherwise says why not, and the page stays as it is. */
export async function sendAct(action: string, done: string, fields: Record<string, string> = {}): Promise<void> {
  const result = await answerTo(action, fields)
  if (!result || (result.type === 'error' && !result.status)) return toasts.show(m.common_unreachable(), 'fault')
  if (result.type === 'failure') {
    const code = refusalOf(result.data, result.data?.form)?.code
    return toasts.show(errorText(code ?? 'bad_input'), 'fault')
  }
  if (result.type === 'success') await refresh()
  await applyAction(result) // an error is the error page, a redirect the next one
  if (result.type === 'redirect' || result.type === 'success') toasts.show(done, 'good')
}

async function answerTo(action: string, fields: Record<string, string>) {
  try {
    const headers = { 'x-sveltekit-action': 'true', accept: 'application/json' }
    const response = await fetch(action, { method: 'POST', headers, body: new URLSearchParams(fields) })
    return deserialize<Record<string, unknown>, { form: string }>(await response.text())
  } catch {
    return null
  }
}
