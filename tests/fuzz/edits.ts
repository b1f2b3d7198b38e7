/** Random edits of every kind the editor makes, on a Y.Doc. */
import * as Y from 'yjs'
import type { Random } from './random.ts'

const WORDS = ['Căn cứ', ' Luật', ' Tổ chức', '\u{1F600}', ' ', 'ộ', '—', 'a']

/** One transaction on body, fields or a plain text. */
export function randomEdit(doc: Y.Doc, random: Random): void {
  doc.transact(() => {
    for (let i = random.below(3); i >= 0; i--) {
      const what = random.below(10)
      if (what < 4) editText(doc.getText('t'), random)
      else if (what < 8) editBody(doc, random)
      else editFields(doc.getMap('fields'), random)
    }
  })
}

function editText(text: Y.Text, random: Random): void {
  const at = random.below(text.length + 1)
  if (text.length > 0 && random.chance(0.35)) {
    const from = Math.min(at, text.length - 1)
    text.delete(from, Math.min(text.length - from, 1 + random.below(6)))
  } else if (text.length > 0 && random.chance(0.15)) {
    const from = Math.min(at, text.length - 1)
    text.format(from, Math.min(text.length - from, 1 + random.below(6)), {
      bold: random.pick([true, null]),
      a: { b: [1, 'ộ'] },
    })
  } else {
    text.insert(at, random.pick(WORDS))
  }
}

function editBody(doc: Y.Doc, random: Random): void {
  const body = doc.getXmlFragment('body')
  if (body.length === 0 || random.chance(0.3)) {
    const paragraph = new Y.XmlElement('textblock')
    paragraph.setAttribute('id', String(random.below(1e6)))
    paragraph.insert(0, [new Y.XmlText(random.pick(WORDS))])
    body.insert(random.below(body.length + 1), [paragraph])
    return
  }
  const at = random.below(body.length)
  const paragraph = body.get(at)
  if (random.chance(0.2)) body.delete(at, 1)
  else if (paragraph instanceof Y.XmlElement) {
    const first = paragraph.length > 0 ? paragraph.get(0) : null
    if (first instanceof Y.XmlText && random.chance(0.7)) editText(first, random)
    else paragraph.setAttribute('level', String(random.below(4)))
  }
}

function editFields(fields: Y.Map<unknown>, random: Random): void {
  const key = random.pick(['subject', 'signer', 'urgency', 'người nhận'])
  if (random.chance(0.2)) fields.delete(key)
  else
    fields.set(
      key,
      random.pick<unknown>([
        'ộ',
        1,
        -70,
        2.5,
        true,
        null,
        undefined,
        ['x', { y: 1n }],
        { deep: { er: [] } },
        new Uint8Array([1, 2]),
      ]),
    )
}

/** Everything a person could see of it, to compare two documents. */
export function contentOf(doc: Y.Doc): unknown {
  return {
    text: doc.getText('t').toDelta(),
    body: doc.getXmlFragment('body').toString(),
    fields: doc.getMap('fields').toJSON(),
  }
}

/**
 * The same without bold and the like: each Yjs document tidies formatting by itself, in the order in which it heard
 * of it, and a document that never sends its tidying to the others may keep a mark that they dropped.
 */
export function wordsOf(doc: Y.Doc): unknown {
  return {
    text: doc.getText('t').toString(),
    body: doc
      .getXmlFragment('body')
      .toString()
      .replace(/<\/?(a|bold)\b[^>]*>/g, ''),
    fields: doc.getMap('fields').toJSON(),
  }
}
