/** Drafts as no client of ours makes them, for tests: from a socket of one's own, any of these is one update. Not used by the product. */
import * as Y from 'yjs'
import { inside } from './items.ts'

export interface Poison {
  name: string
  /** Puts it into a draft that has a line saying `TARGET` in its body. */
  put(ydoc: Y.Doc): void
  /** Known by the names in the update alone: nobody ever gets it. */
  isNamed: boolean
  /** No change can undo it: the last good text is gone back to. */
  isTooDeep?: boolean
  /** Words that the mended text still says. */
  keeps?: string
}

/** What a table of ours seems to know without having been told. */
export const OF_EVERY_OBJECT: readonly string[] = Object.getOwnPropertyNames(Object.prototype)

/** What the line says into which poison is put; it has to stay. */
export const TARGET = 'Giao Văn phòng theo dõi'

const body = (ydoc: Y.Doc) => ydoc.getXmlFragment('body')
const fields = (ydoc: Y.Doc) => ydoc.getMap('fields')

export function targetLine(ydoc: Y.Doc): Y.XmlElement {
  for (const block of body(ydoc).toArray()) {
    const item = block instanceof Y.XmlElement ? block._item : null
    if (block instanceof Y.XmlElement && item && inside(item, 1000).words.includes(TARGET)) return block
  }
  throw new Error('the draft lacks the line')
}

function targetText(ydoc: Y.Doc): Y.XmlText {
  for (const child of targetLine(ydoc).toArray() as unknown[])
    if (child instanceof Y.XmlText && child.length >= TARGET.length) return child
  throw new Error('the line has no text')
}

/** Puts any content behind an item, as the wire can and no method of Yjs would. */
function behind(ydoc: Y.Doc, left: Y.Item | null | undefined, content: Y.Item['content']): void {
  if (!left) throw new Error('nothing to put it behind')
  ydoc.transact((transaction) => {
    const id = Y.createID(ydoc.clientID, Y.getState(ydoc.store, ydoc.clientID))
    const { right, parent } = left
    const item = new Y.Item(id, left, left.lastId, right, right && right.id, parent, left.parentSub, content)
    item.integrate(transaction, 0)
  })
}

function element(name: string, ...children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const made = new Y.XmlElement(name)
  made.insert(0, children)
  return made
}
const says = (words: string) => new Y.XmlText(words)
const line = (words: string) => element('textblock', says(words))

function nested(depth: number, name = 'textblock'): Y.XmlElement {
  let made = element(name, says('trong cùng'))
  for (let i = 1; i < depth; i++) made = element(name, made)
  return made
}

/** Prepared types are attached by recursion in Yjs itself, so deep ones are made one in the other. */
function nestDeep(ydoc: Y.Doc, depth: number, name: string): void {
  ydoc.transact(() => {
    let into: Y.XmlFragment = body(ydoc)
    for (let i = 0; i < depth; i++) {
      const made = new Y.XmlElement(name)
      into.insert(0, [made])
      into = made
    }
    into.insert(0, [says('đáy')])
  })
}

const attribute = (name: string, value: unknown) => (ydoc: Y.Doc) => targetLine(ydoc).setAttribute(name, value as never)
const field = (name: string, value: () => unknown) => (ydoc: Y.Doc) => void fields(ydoc).set(name, value())
const block =
  (...blocks: (() => Y.XmlElement | Y.XmlText)[]) =>
  (ydoc: Y.Doc) =>
    body(ydoc).insert(
      1,
      blocks.map((made) => made()),
    )

const named = (name: string, put: Poison['put'], keeps?: string): Poison => ({
  name,
  put,
  isNamed: true,
  ...(keeps === undefined ? {} : { keeps }),
})
const meant = (name: string, put: Poison['put'], keeps?: string): Poison => ({
  ...named(name, put, keeps),
  isNamed: false,
})

export const POISONS: readonly Poison[] = [
  named(
    'an unknown node',
    block(() => element('iframe', says('chữ trong khung'))),
    'chữ trong khung',
  ),
  named(
    'an unknown node with lines in it',
    block(() => element('div', line('dòng một'), line('dòng hai'))),
    'dòng hai',
  ),
  named(
    'an unknown node in a line',
    (ydoc) => targetLine(ydoc).insert(1, [element('mention', says('người'))]),
    'người',
  ),
  named(
    'a node named like a property of every object',
    block(() => element('__proto__')),
  ),
  named(
    'a node named constructor',
    block(() => element('constructor')),
  ),
  named(
    'the node doc itself',
    block(() => element('doc', line('trong doc'))),
    'trong doc',
  ),
  named(
    'a node named text',
    block(() => element('text', says('chữ text'))),
    'chữ text',
  ),
  named(
    'a node without a name',
    block(() => element('', says('vô danh'))),
    'vô danh',
  ),
  named(
    'a node with a very long name',
    block(() => element('x'.repeat(50_000))),
  ),
  meant('attributes named like the properties of every object', (ydoc) => {
    for (const name of OF_EVERY_OBJECT) attribute(name, 'x')(ydoc)
  }),
  meant(
    'an attribute that would give a line another nature',
    attribute('__proto__', { role: 'clause', level: 'dieu' }),
  ),
  named('an unknown mark', (ydoc) => targetText(ydoc).format(0, 4, { blink: {} })),
  named('a mark named like a property of every object', (ydoc) =>
    targetText(ydoc).format(0, 4, Object.fromEntries([['toString', {}]])),
  ),
  meant(
    'text at the root',
    block(() => says('chữ ngoài dòng')),
    'chữ ngoài dòng',
  ),
  named('a map at the root', (ydoc) => body(ydoc).insert(0, [new Y.Map() as never])),
  named('an array at the root', (ydoc) => body(ydoc).insert(0, [new Y.Array() as never])),
  named('a hook at the root', (ydoc) => body(ydoc).insert(0, [new Y.XmlHook('x') as never])),
  named('a fragment in a line', (ydoc) => targetLine(ydoc).insert(0, [new Y.XmlFragment() as never])),
  named('an embed in a text', (ydoc) => targetText(ydoc).insertEmbed(3, { image: 'x' })),
  named('a type in a text', (ydoc) => targetText(ydoc).insertEmbed(3, new Y.Map() as never)),
  meant('plain data among the blocks', (ydoc) => {
    behind(ydoc, body(ydoc)._start, new Y.ContentAny([{ a: 1 }, 'x', 5]))
  }),
  named('old plain data among the blocks', (ydoc) => {
    behind(ydoc, body(ydoc)._start, new Y.ContentJSON([{ a: 1 }]))
  }),
  named('bytes among the blocks', (ydoc) => behind(ydoc, body(ydoc)._start, new Y.ContentBinary(new Uint8Array(9)))),
  named(
    'bytes in a field',
    field('place', () => new Uint8Array(9)),
  ),
  named('another root', (ydoc) => ydoc.getText('t').insert(0, 'x'.repeat(1000))),
  named('a root named like a property of every object', (ydoc) => ydoc.getMap('__proto__').set('a', 1)),
  named(
    'a field nobody knows',
    field('constructor', () => 'x'),
  ),
  named('a list in the fields', (ydoc) => {
    ydoc.transact((transaction) => {
      const id = Y.createID(ydoc.clientID, Y.getState(ydoc.store, ydoc.clientID))
      const map = fields(ydoc)
      new Y.Item(id, null, null, null, null, map as never, null, new Y.ContentAny(['x'])).integrate(transaction, 0)
    })
  }),
  named('an attribute of the body', (ydoc) => (body(ydoc) as unknown as Y.XmlElement)._map && setRootAttribute(ydoc)),
  { ...named('nesting of 6,000', (ydoc) => nestDeep(ydoc, 6000, 'textblock')), isTooDeep: true },
  named('nesting of 300 tables', (ydoc) => nestDeep(ydoc, 300, 'table')),
  named(
    'a map for the subject',
    field('subject', () => new Y.Map([['a', 'b']])),
  ),
  named(
    'an array for the recipients',
    field('recipients', () => new Y.Array()),
  ),
  meant(
    'letters among the blocks',
    (ydoc) => behind(ydoc, body(ydoc)._start, new Y.ContentString('chữ rơi')),
    'chữ rơi',
  ),
  meant('a style among the blocks', (ydoc) =>
    behind(ydoc, body(ydoc)._start, new Y.ContentFormat('bold', {} as never)),
  ),
  meant('letters among the attributes', (ydoc) => {
    attribute('role', 'paragraph')(ydoc)
    behind(ydoc, targetLine(ydoc)._map.get('role'), new Y.ContentString('abc'))
  }),
  meant(
    'text at the root behind a block',
    (ydoc) => {
      body(ydoc).insertAfter(targetLine(ydoc) as never, [says('chữ sau dòng')])
    },
    'chữ sau dòng',
  ),
  meant('a block in a line', (ydoc) => targetLine(ydoc).insert(1, [line('dòng trong dòng')]), 'dòng trong dòng'),
  meant('a table in a line', (ydoc) => targetLine(ydoc).insert(1, [table('ô trong dòng')]), 'ô trong dòng'),
  meant(
    'a row outside a table',
    block(() => element('tableRow', cell('hàng lạc'))),
    'hàng lạc',
  ),
  meant(
    'a cell outside a row',
    block(() => cell('ô lạc')),
    'ô lạc',
  ),
  meant(
    'a line in a table, outside any cell',
    block(() => element('table', line('dòng trong bảng'))),
    'dòng trong bảng',
  ),
  meant(
    'text in a row',
    block(() => element('table', element('tableRow', says('chữ trong hàng') as never))),
    'chữ trong hàng',
  ),
  meant(
    'a table in a cell',
    block(() => element('table', element('tableRow', element('tableCell', table('bảng lồng'))))),
    'bảng lồng',
  ),
  meant(
    'a page break in a cell',
    block(() => element('table', element('tableRow', element('tableCell', element('pageBreak'))))),
  ),
  meant(
    'a line break at the root',
    block(() => element('hardBreak')),
  ),
  meant(
    'a page break with words in it',
    block(() => element('pageBreak', says('chữ sau ngắt trang'))),
    'chữ sau ngắt trang',
  ),
  meant('a page break in a line', (ydoc) => targetLine(ydoc).insert(0, [element('pageBreak')])),
  meant(
    'a line break with words in it',
    (ydoc) => targetLine(ydoc).insert(1, [element('hardBreak', says('chữ trong ngắt'))]),
    'chữ trong ngắt',
  ),
  meant(
    'an image with a line in it',
    block(() => element('image', line('chú thích'))),
    'chú thích',
  ),
  meant(
    'nesting of 8 in one another',
    block(() => nested(8)),
    'trong cùng',
  ),
  meant(
    'a kind that is a number',
    field('kind', () => 5),
  ),
  meant(
    'a kind nobody knows',
    field('kind', () => 'thiep-cuoi'),
  ),
  meant('no kind', (ydoc) => fields(ydoc).delete('kind')),
  meant(
    'a subject that is a number',
    field('subject', () => Number.POSITIVE_INFINITY),
  ),
  meant(
    'a place that is an object',
    field('place', () => ({ a: [1] })),
  ),
  meant(
    'an urgency nobody knows',
    field('urgency', () => 'ngay lap tuc'),
  ),
  meant(
    'a signer that is not a number',
    field('signerId', () => Number.NaN),
  ),
  meant('a subject of a million letters', (ydoc) => {
    const held = fields(ydoc).get('subject')
    if (held instanceof Y.Text) held.insert(0, 'a'.repeat(1_000_000))
  }),
  meant(
    'a place of a million letters',
    field('place', () => 'a'.repeat(1_000_000)),
  ),
  meant('a style in the subject', (ydoc) => {
    const held = fields(ydoc).get('subject')
    if (held instanceof Y.Text) held.insert(0, 'a', { bold: {} })
  }),
  meant('a role that is an object', attribute('role', { a: 1 })),
  meant('an attribute nobody knows', attribute('onclick', 'alert(1)')),
  meant(
    'a span that is text',
    block(() => {
      const made = cell('ô rộng')
      made.setAttribute('colspan', '1e9')
      return element('table', element('tableRow', made))
    }),
    'ô rộng',
  ),
  meant(
    'a width that is no number',
    block(() => {
      const made = cell('ô hẹp')
      made.setAttribute('colwidth', [Number.NaN, Number.POSITIVE_INFINITY, -5] as never)
      return element('table', element('tableRow', made))
    }),
    'ô hẹp',
  ),
  meant('a mark that is true', (ydoc) => targetText(ydoc).format(0, 4, { bold: { color: 'red' } })),
]

function cell(words: string): Y.XmlElement {
  return element('tableCell', line(words))
}
function table(words: string): Y.XmlElement {
  return element('table', element('tableRow', cell(words)))
}

function setRootAttribute(ydoc: Y.Doc): void {
  ydoc.transact((transaction) => {
    const id = Y.createID(ydoc.clientID, Y.getState(ydoc.store, ydoc.clientID))
    const content = new Y.ContentAny(['x'])
    new Y.Item(id, null, null, null, null, body(ydoc) as never, 'role', content).integrate(transaction, 0)
  })
}
