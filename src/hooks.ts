import type { Transport } from '@sveltejs/kit'
import { HeldText } from '$lib/editor/held-text.ts'

/** What crosses from server to browser in another way than its fields. */
export const transport: Transport = {
  HeldText: {
    encode: (value) => value instanceof HeldText && value.sent(),
    decode: HeldText.arrived,
  },
}
