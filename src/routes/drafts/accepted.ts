/** JSON that a page of ours sends, parsed once at the border. */
import { error, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'

/** Answers `bad_input` to anything else; nothing has been done then. SvelteKit bounds the size of the body. */
export async function accepted<S extends z.ZodType>(event: RequestEvent, schema: S): Promise<z.infer<S>> {
  const given: unknown = await event.request.json().catch(() => undefined)
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  error(400, {
    message: 'bad_input',
    code: 'bad_input',
    detail: { field: parsed.error.issues[0]?.path.join('.') ?? '' },
  })
}
