/** A whole document was pasted: what stood around its body goes into the fields, where it fits. */
import { linesOf } from '../../document/text.ts'
import type { TextField } from '../../document/model.ts'
import type { Parsed } from '../../document/parse.ts'
import type { DraftFields } from '../page/fields.svelte.ts'

const TAKEN = ['subject', 'authority', 'addressees', 'recipients'] as const satisfies readonly TextField[]
type Taken = (typeof TAKEN)[number]

/** Agency, symbol, place and signer are the office's own data and stay as they are. Gives back what was filled. */
export function takeFields(fields: DraftFields, parsed: Parsed['fields']): Taken[] {
  return TAKEN.filter((name) => {
    const held = fields.text(name)
    const value = name === 'authority' ? ownAuthority(held?.toString() ?? '', parsed[name]) : parsed[name]
    if (!value || !held) return false
    if (name === 'subject' && linesOf(held.toString()).length > 0) return false // the one that was typed is meant
    if (name === 'recipients' && !/^lưu\s*:/im.test(value)) return false // an extract; ours has its filing line
    fields.replaceText(name, value)
    return true
  })
}

const CHAIRMAN = 'CHỦ TỊCH '

/**
 * Whether the committee or its chairman decides is said in the text; which committee, the office knows itself (models say
 * "ỦY BAN NHÂN DÂN TỈNH …"). Undefined for the authority of somebody else.
 */
export function ownAuthority(held: string, pasted = ''): string | undefined {
  const committee = held.startsWith(CHAIRMAN) ? held.slice(CHAIRMAN.length) : held
  const said = pasted
    .replaceAll(/[\s.…]+/g, ' ')
    .trim()
    .toUpperCase()
  if (said === '' || committee === '') return undefined
  return [committee, CHAIRMAN + committee].find((own) => own.startsWith(said) && said.includes('ỦY BAN'))
}
