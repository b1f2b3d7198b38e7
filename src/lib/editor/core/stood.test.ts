/** A comment whose words were deleted still knows where they stood: for who deleted them, a colleague and a later reader. */
import { TextSelection } from '@tiptap/pm/state'
import { undo } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Client, createClient } from '../../../../tests/fuzz/document/client.ts'
import { seedUpdate } from '../../document/seed.ts'
import { p, signer, sonLa } from '../../document/testing.ts'
import { anchorSelection, findPassage, findStood, type Highlight, highlights, highlightsKey } from './highlights.ts'

const LINES = [
  'Căn cứ tình hình thực tế tại địa phương trong quý III.',
  'Giao Sở Xây dựng rà soát nhà ở xuống cấp trước mùa mưa lũ.',
  'Ủy ban nhân dân các xã báo cáo trước ngày 15 tháng 12.',
]

function office() {
  const seed = seedUpdate({ kind: 'cong-van', office: sonLa, signer, blocks: LINES.map((line) => p(line)) })
  const author = createClient(1, seed, [highlights()])
  const colleague = createClient(2, seed, [highlights()])
  const spoken = (words: string): Highlight => {
    const at = positionOf(author, words)
    author.dispatch(author.state.tr.setSelection(TextSelection.create(author.state.doc, at, at + words.length)))
    const anchored = anchorSelection(author.state)
    if (!anchored) throw new Error('nothing selected')
    const thread: Highlight = { id: 't1', kind: 'thread', isShown: true, ...anchored }
    for (const one of [author, colleague]) one.dispatch(one.state.tr.setMeta(highlightsKey, { wanted: [thread] }))
    return thread
  }
  const share = () => {
    for (const update of author.sent.splice(0)) colleague.receive(update)
  }
  const later = () => {
    // As a server keeps it: without what was deleted.
    const kept = new Y.Doc()
    Y.applyUpdate(kept, Y.encodeStateAsUpdate(colleague.ydoc))
    return createClient(3, Y.encodeStateAsUpdate(kept), [highlights()])
  }
  return { author, colleague, spoken, share, later }
}

function positionOf({ state }: Client, words: string): number {
  let found = -1
  state.doc.descendants((node, pos) => {
    const at = node.isTextblock ? node.textContent.indexOf(words) : -1
    if (at !== -1) found = pos + 1 + at
  })
  return found
}

/** The words around the place, as a person would point at it. */
function around({ state }: Client, pos: number | null): [string, string] {
  if (pos === null) return ['nowhere', 'nowhere']
  const size = state.doc.content.size
  return [state.doc.textBetween(0, pos, ' ').trim().slice(-9), state.doc.textBetween(pos, size, ' ').trim().slice(0, 8)]
}

test('deleted in a line: the place is between the words that stood around, and undo brings the comment back', () => {
  const { author, colleague, spoken, share, later } = office()
  const thread = spoken('rà soát nhà ở xuống cấp ')
  const at = positionOf(author, 'rà soát')
  author.dispatch(author.state.tr.delete(at, at + 'rà soát nhà ở xuống cấp '.length))
  share()
  for (const one of [author, colleague, later()]) {
    expect(findPassage(one.state, thread)).toBeNull()
    expect(around(one, findStood(one.state, thread))).toEqual(
      ['Xây dựng', 'trước mù'].map((part) => expect.stringContaining(part.trim())),
    )
  }
  undo(author.state)
  share()
  for (const one of [author, colleague]) {
    const place = findPassage(one.state, thread)
    expect(place && one.state.doc.textBetween(place.from, place.to)).toBe('rà soát nhà ở xuống cấp')
  }
})

test('deleted with its whole line: the place is between the lines', () => {
  const { author, colleague, spoken, share, later } = office()
  const thread = spoken('Giao Sở Xây dựng')
  const start = positionOf(author, 'Giao Sở') - 1
  author.dispatch(author.state.tr.delete(start, start + (author.state.doc.nodeAt(start)?.nodeSize ?? 0)))
  share()
  for (const one of [author, colleague, later()]) {
    const [before, after] = around(one, findStood(one.state, thread))
    expect([before.endsWith('III.'), after.startsWith('Ủy ban')]).toEqual([true, true])
  }
})

test('deleted as the first and the last words of all: the place is at the edge', () => {
  for (const words of [LINES[0], LINES[2]]) {
    const { author, spoken, share, colleague } = office()
    const thread = spoken(words ?? '')
    const at = positionOf(author, words ?? '')
    author.dispatch(author.state.tr.delete(at, at + (words ?? '').length))
    share()
    for (const one of [author, colleague]) expect(findStood(one.state, thread)).not.toBeNull()
  }
})
