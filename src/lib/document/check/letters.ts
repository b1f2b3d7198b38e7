/**
 * Characters that cannot be printed as they are read: those that nobody sees, and those that no font of ours draws. An
 * agency cannot set these rules otherwise: the freeze holds to them.
 */
import { imageAttributes } from '../image.ts'
import { ATOM } from '../inline.ts'
import { cleanText, codesOf, named, type Passage, plainForm, unprintableIn, unseenIn } from '../letters.ts'
import { type BodyNode, type Fields, TEXT_FIELDS } from '../model.ts'
import type { Breach, Mend, TextualField } from './finding.ts'
import { type Inspected, type Line, placeOf, positionOf } from './inspect.ts'
import type { Rule } from './rule.ts'

const PRINTED = [
  'parentAgency',
  'agency',
  'agencyFullName',
  'place',
  'symbol',
  ...TEXT_FIELDS,
  'signerName',
] as const satisfies readonly (keyof Fields)[]

/** More of one line are told when these are mended. */
const MOST_OF_A_LINE = 20

type Find = (text: string) => Passage[]

/** What a search finds in the words of a line, by inline positions. An atom is looked at by itself. */
function inWords(line: Line, find: Find): Passage[] {
  const { node, text } = line
  if (node.type === 'image') return []
  const atoms = new Set<number>()
  let at = 0
  for (const child of node.content ?? []) {
    if (child.text === undefined) atoms.add(at)
    at += child.text?.length ?? 1
  }
  return find(text)
    .map((passage) => ({ ...passage, from: positionOf(line, passage.from), to: positionOf(line, passage.to) }))
    .filter((passage) => !(passage.text === ATOM && atoms.has(passage.from)))
}

/** Words that stand in an atom: a footnote, the description of an image. */
function* innerWords({ node }: Line): Iterable<{ words: string; from: number }> {
  if (node.type === 'image') yield { words: imageAttributes(node.attrs ?? {}).alt, from: 0 }
  let from = 0
  for (const child of node.content ?? []) {
    if (child.type === 'footnote') yield { words: noteOf(child), from }
    from += child.text?.length ?? 1
  }
}

const noteOf = ({ attrs }: BodyNode) => (typeof attrs?.text === 'string' ? attrs.text : '')

/** `mend` gets null for what stands in an atom. */
function* breaches(
  { lines, fields, kind }: Inspected,
  find: Find,
  tell: (passage: Passage) => Breach['params'],
  mendOf: { field: (value: string) => string | null; line: (line: Line, passage: Passage | null) => Mend | null },
): Iterable<Breach> {
  for (const name of PRINTED) {
    if (name.startsWith('second') && !kind.second) continue // not printed
    const [first] = find(fields[name])
    if (!first) continue
    const value = mendOf.field(fields[name])
    yield {
      place: { at: 'field', field: name },
      params: tell(first),
      ...(value !== null && { mend: { act: 'set-field', field: name satisfies TextualField, value } }),
    }
  }
  for (const line of lines) {
    const inner = [...innerWords(line)].flatMap(({ words, from }) =>
      find(words).map((passage) => ({ passage, place: placeAt(line, from, from + 1), mend: mendOf.line(line, null) })),
    )
    const own = inWords(line, find).map((passage) => ({
      passage,
      place: placeAt(line, passage.from, passage.to),
      mend: mendOf.line(line, passage),
    }))
    for (const { passage, place, mend } of [...own, ...inner].slice(0, MOST_OF_A_LINE))
      yield { place, params: tell(passage), ...(mend && { mend }) }
  }
}

/** By inline positions, which need no counting any more. */
const placeAt = ({ path, node }: Line, from: number, to: number) =>
  placeOf({ path, node, text: '' }, ...(node.type === 'image' ? [] : [from, to]))

export const letterRules: Rule[] = [
  {
    id: 'unseen_character',
    severity: 'fault',
    isFixed: true,
    article: 'Phụ lục I, Mục I.2',
    find: (document) =>
      breaches(document, unseenIn, ({ text }) => ({ code: codesOf(text) }), {
        field: cleanText,
        line: ({ path }) => ({ act: 'clean', path }),
      }),
  },
  {
    id: 'unprintable_character',
    severity: 'fault',
    isFixed: true,
    article: 'Phụ lục I, Mục I.2',
    find: (document) =>
      breaches(document, unprintableIn, ({ text }) => ({ character: named(text) }), {
        field(value) {
          const better = cleanText(value)
          return unprintableIn(better).length === 0 ? better : null
        },
        line({ path }, passage) {
          const better = passage && plainForm(passage.text)
          if (!passage || better === null) return null
          return { act: 'replace-text', path, from: passage.from, to: passage.to, text: better }
        },
      }),
  },
]
