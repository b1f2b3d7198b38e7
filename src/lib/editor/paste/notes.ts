/**
 * Footnotes of a pasted page: a mark and a note that point to each other. So Word, LibreOffice and Google Docs write them,
 * each with names of its own.
 */
import type { Style } from './style.ts'
import { around, attribute, type Tag, tagsIn } from './tree.ts'

export interface Notes {
  /** By the mark in the text, the words of its note. */
  readonly byMark: ReadonlyMap<Tag, Tag>
  /** Notes, which are no text where they stand, and the marks before their words. */
  readonly apart: ReadonlySet<Tag>
  /** Comments, which Google Docs writes in the same way. */
  readonly comments: ReadonlySet<Tag>
}

export function notesIn(page: Tag, styleOf: (tag: Tag) => Style): Notes {
  const named = new Map<string, Tag>()
  const links: Tag[] = []
  for (const tag of tagsIn(page)) {
    for (const name of namesOf(tag)) if (!named.has(name)) named.set(name, tag)
    if (tag.name === 'a' && attribute(tag, 'href').startsWith('#')) links.push(tag)
  }
  const byMark = new Map<Tag, Tag>()
  const apart = new Set<Tag>()
  const comments = new Set<Tag>()
  for (const mark of links) {
    const back = named.get(target(mark))
    if (!back || apart.has(mark) || back.name !== 'a' || back === mark) continue
    const isMutual = namesOf(mark).includes(target(back)) || namesOf(mark.parent).includes(target(back))
    const note = isMutual ? noteAround(back, styleOf) : null
    if (!note || apart.has(note) || isWithin(mark, note)) continue
    apart.add(back)
    if (isComment(mark)) {
      comments.add(note)
      continue
    }
    byMark.set(mark, note)
    apart.add(note)
  }
  return { byMark, apart, comments }
}

const namesOf = (tag: Tag | null) => (tag ? [attribute(tag, 'name'), attribute(tag, 'id')].filter(Boolean) : [])
const target = (link: Tag) => attribute(link, 'href').slice(1)
const isComment = (mark: Tag) => /^_?(msocom|cmnt)/.test(target(mark))

function noteAround(back: Tag, styleOf: (tag: Tag) => Style): Tag | null {
  const isNote = (tag: Tag) =>
    /^(footnote|endnote)$/.test(styleOf(tag).get('mso-element') ?? '') ||
    /^sd(foot|end)note\d+$/.test(attribute(tag, 'id'))
  return around(back, isNote) ?? around(back, ({ name }) => name === 'p' || name === 'li')
}

const isWithin = (tag: Tag, outer: Tag) => around(tag, (one) => one === outer) !== null
