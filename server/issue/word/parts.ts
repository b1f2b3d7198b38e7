/** The parts of a Word file that say what its styles look like and how its lists count: ours in place of the library's. */
import { strFromU8, strToU8 } from 'fflate'
import { LIST } from './body.ts'
import type { ClauseStyles } from './clause-styles.ts'
import type { Lists } from './numbers/lists.ts'
import { numberingPart } from './numbers/part.ts'
import { stylesPart } from './styles.ts'

export const DOCUMENT = 'word/document.xml'

/** The library leaves the name of a list that it does not know: `{list-3}`. No words of a document can read so in a tag. */
const LISTED = new RegExp(`<w:numId w:val="\\{${LIST}-(\\d+)\\}"/>`, 'g')

/** Of the same entries, with them in it. */
export function withParts(entries: Record<string, Uint8Array>, clauses: ClauseStyles, lists: Lists) {
  const document = entries[DOCUMENT]
  if (!document) throw new Error('a Word file without a document')
  const styles = clauses.all // asked first: a style may bring a list along that no clause uses
  return {
    ...entries,
    [DOCUMENT]: strToU8(strFromU8(document).replaceAll(LISTED, '<w:numId w:val="$1"/>')),
    'word/numbering.xml': strToU8(numberingPart(lists, styles)),
    'word/styles.xml': strToU8(stylesPart(styles)),
  }
}
