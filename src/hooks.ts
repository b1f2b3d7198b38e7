import type { Transport } from '@sveltejs/kit'
import { AsJson } from '$lib/as-json.ts'
import { HeldText } from '$lib/editor/held-text.ts'

/** What crosses from server to browser in another way than its fields. */
export const transport: Transport = {
  AsJson: {
    encode: (value) => value instanceof AsJson && value.sent(),
    decode: AsJson.arrived,
  },
  HeldText: {
    encode: (value) => value instanceof HeldText && value.sent(),
    decode: HeldText.arrived,
  },
}
