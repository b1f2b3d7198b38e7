/** To whom a paper goes, by name: what an office can be offered the next time it writes. */
import { fold } from './fold.ts'
import type { Fields } from './model.ts'
import { bareItem } from './print/lines.ts'
import { linesOf } from './text.ts'

/** Of one paper; a list that is longer names villages, not those one writes to every week. */
const MOST_NAMES = 100
/** UTF-16 units. */
const LENGTH = { least: 3, most: 200 }
/** "Lưu: VT", "Như trên", "Như Điều 3": nobody's name. */
const NO_NAME = /^(?:lưu|như)(?:\s|:|$)/iu

/** Of "Kính gửi" and "Nơi nhận", each once, without dash, ending and purpose: "- Bộ Nội vụ (để b/c);" is "Bộ Nội vụ". */
export function recipientNames({ addressees, recipients }: Pick<Fields, 'addressees' | 'recipients'>): string[] {
  const names = new Map<string, string>()
  for (const line of [...linesOf(addressees), ...linesOf(recipients)]) {
    const name = withoutPurpose(bareItem(line))
    const isName = name.length >= LENGTH.least && name.length <= LENGTH.most && !NO_NAME.test(name)
    if (isName && !names.has(fold(name))) names.set(fold(name), name)
    if (names.size === MOST_NAMES) break
  }
  return [...names.values()]
}

function withoutPurpose(name: string): string {
  const begins = name.endsWith(')') ? name.lastIndexOf('(') : -1
  return begins > 0 ? name.slice(0, begins).trim() : name
}
