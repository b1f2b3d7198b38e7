/** Puts a suggestion into so many lines of a draft: a word that comes, one that goes, or one in place of another. */
import { randomUUID } from 'node:crypto'
import * as Y from 'yjs'
import { compare } from '../../src/lib/document/suggest/compare.ts'
import { linesIn } from '../../src/lib/document/suggest/places.ts'
import type { Change } from '../../src/lib/document/suggest/shapes.ts'

/** Of one line each, in the order of the text. */
export function suggestions(text: Y.Doc, count: number): { id: string; changes: Change[] }[] {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(text))
  const lines = [...linesIn(copy.getXmlFragment('body'))].flatMap((line) => {
    const held = line.get(0)
    return held instanceof Y.XmlText && held.length > 8 ? [held] : []
  })
  const wanted = lines.filter(
    (_, at) => Math.floor((at * count) / lines.length) !== Math.floor(((at - 1) * count) / lines.length),
  )
  copy.transact(() => {
    for (const [at, line] of wanted.slice(0, count).entries()) {
      if (at % 3 !== 0) line.delete(4, 3)
      if (at % 3 !== 1) line.insert(4, ` góp ý ${at} `)
    }
  })
  const all = compare(text, copy).map((changes) => ({ id: randomUUID(), changes }))
  copy.destroy()
  return all
}

/** As whoever the session is of. Throws when they were not taken. */
export async function suggestEverywhere(
  { office, draftId, cookie }: { office: string; draftId: string; cookie: string },
  text: Y.Doc,
  count: number,
): Promise<string[]> {
  const put = suggestions(text, count)
  const response = await fetch(`${office}/drafts/${draftId}/suggestions`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', origin: office, cookie },
    body: JSON.stringify({ act: 'keep', put }),
  })
  if (!response.ok) throw new Error(`the suggestions were not taken: ${response.status} ${await response.text()}`)
  return put.map(({ id }) => id)
}
