/** Words and pauses, alone and beside a colleague who types. */
import { TextSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import { type Client, createClient } from '../../../../tests/fuzz/document/client.ts'
import { seedUpdate } from '../../document/seed.ts'
import { clause, signer, sonLa } from '../../document/testing.ts'

const PAUSE_MS = 2_000

function open(): [Client, Client] {
  const initial = seedUpdate({
    kind: 'quyet-dinh',
    office: sonLa,
    signer,
    blocks: [clause('dieu', 'Một.'), clause('dieu', '')],
  })
  return [createClient(1, initial), createClient(2, initial)]
}

const wordsIn = ({ state }: Client) => state.doc.children.map((block) => block.textContent)
const second = (client: Client) => wordsIn(client)[1]
const exchange = ([a, b]: [Client, Client]) => {
  for (const update of a.sent.splice(0)) b.receive(update)
  for (const update of b.sent.splice(0)) a.receive(update)
}

function click(client: Client, block: number, offset = Infinity): void {
  let pos = 0
  for (const node of client.state.doc.children.slice(0, block)) pos += node.nodeSize
  const node = client.state.doc.child(block)
  const at = pos + 1 + Math.min(offset, node.content.size)
  client.dispatch(client.state.tr.setSelection(TextSelection.create(client.state.doc, at)))
}

/** Letter by letter at the caret; `beside` is called after each. */
function type(client: Client, words: string, beside = () => {}, composition?: number): void {
  for (const letter of words) {
    const { tr } = client.state
    client.dispatch(
      composition === undefined ? tr.insertText(letter) : tr.insertText(letter).setMeta('composition', composition),
    )
    beside()
  }
}

function erase(client: Client, letters: number): void {
  for (let left = letters; left > 0; left--) {
    const { head } = client.state.selection
    client.dispatch(client.state.tr.delete(head - 1, head))
  }
}

/** What the block reads after each Ctrl+Z, until nothing is left to undo. */
function undone(client: Client): (string | undefined)[] {
  const seen: (string | undefined)[] = []
  while (client.history.canUndo()) {
    client.history.undo()
    seen.push(second(client))
  }
  return seen
}

test('typed without a pause, each word is a step, there and back', () => {
  const [anna] = open()
  click(anna, 1)
  type(anna, 'Căn cứ Luật, Nghị định')
  expect(undone(anna)).toEqual(['Căn cứ Luật, Nghị ', 'Căn cứ Luật, ', 'Căn cứ ', 'Căn ', ''])
  const again = []
  while (anna.history.canRedo()) {
    anna.history.redo()
    again.push(second(anna))
  }
  expect(again).toEqual(['Căn ', 'Căn cứ ', 'Căn cứ Luật, ', 'Căn cứ Luật, Nghị ', 'Căn cứ Luật, Nghị định'])
})

test('the caret stands behind what was undone, and behind what was done again', () => {
  const [anna] = open()
  click(anna, 1)
  type(anna, 'một hai')
  anna.history.undo()
  type(anna, 'ba')
  expect(second(anna)).toBe('một ba')
  anna.history.undo()
  anna.history.redo()
  type(anna, '!')
  expect(second(anna)).toBe('một ba!')
})

test('beside a colleague who types, before and behind, the steps are the same', () => {
  const both = open()
  const [anna, binh] = both
  click(anna, 1)
  click(binh, 0)
  const beside = () => {
    exchange(both)
    type(binh, 'x')
    exchange(both)
    anna.dispatch(anna.state.tr) // a caret that moved, a mark that is drawn: the editor's own signs of life
  }
  type(anna, 'Căn cứ Luật', beside)
  expect(undone(anna)).toEqual(['Căn cứ ', 'Căn ', ''])
  exchange(both)
  expect(wordsIn(anna)[0]).toBe(`Một.${'x'.repeat(11)}`)
  expect(wordsIn(binh)).toEqual(wordsIn(anna))
})

test('a colleague in the very word that is undone keeps every letter', () => {
  const both = open()
  const [anna, binh] = both
  click(anna, 1)
  type(anna, 'Luật')
  exchange(both)
  click(binh, 1, 2)
  type(binh, '123')
  exchange(both)
  click(anna, 1)
  type(anna, '!')
  anna.history.undo()
  anna.history.undo()
  exchange(both)
  expect(second(anna)).toBe('123')
  anna.history.redo()
  exchange(both)
  expect(second(binh)).toBe(second(anna))
  expect(second(anna)).toContain('123')
})

test('a line that a colleague has written in is not taken away with the Enter that made it', () => {
  const both = open()
  const [anna, binh] = both
  click(anna, 0)
  anna.dispatch(anna.state.tr.split(anna.state.selection.head))
  exchange(both)
  click(binh, 1)
  type(binh, 'Hai')
  exchange(both)
  anna.history.undo()
  exchange(both)
  expect(wordsIn(anna).join('')).toBe('Một.Hai')
  expect(wordsIn(binh)).toEqual(wordsIn(anna))
})

test('a pause, another place and another act each begin a step', () => {
  const [anna] = open()
  click(anna, 1)
  type(anna, 'ab')
  anna.wait(PAUSE_MS)
  type(anna, 'cd')
  click(anna, 1, 1)
  type(anna, 'X')
  anna.dispatch(anna.state.tr.insertText('dán', anna.state.selection.head).setMeta('uiEvent', 'paste'))
  type(anna, 'Y')
  expect(undone(anna)).toEqual(['aXdánbcd', 'aXbcd', 'abcd', 'ab', ''])
})

test('a blank that comes late is still part of the word before it', () => {
  const [anna] = open()
  click(anna, 1)
  type(anna, 'một')
  anna.wait(PAUSE_MS)
  type(anna, ' ')
  anna.wait(PAUSE_MS)
  type(anna, 'hai')
  expect(undone(anna)).toEqual(['một ', ''])
})

test('a composition is one step, however long it takes, and a word like any other', () => {
  const [anna] = open()
  click(anna, 1)
  type(anna, 'Căn ')
  for (const letter of 'cứ') {
    type(anna, letter, () => anna.wait(PAUSE_MS), 7)
  }
  expect(undone(anna)).toEqual(['Căn ', ''])
})

test('what UniKey takes back and types anew is part of the word', () => {
  const [anna] = open()
  click(anna, 1)
  type(anna, 'tie')
  erase(anna, 1)
  type(anna, 'ê')
  erase(anna, 1)
  type(anna, 'ếng ')
  type(anna, 'd')
  erase(anna, 1)
  type(anna, 'đi')
  expect(undone(anna)).toEqual(['tiếng ', ''])
})

test('older text is erased word by word', () => {
  const [anna] = open()
  click(anna, 1)
  type(anna, 'một hai ba')
  anna.wait(PAUSE_MS)
  erase(anna, 6)
  expect(second(anna)).toBe('một ')
  anna.history.undo()
  expect(second(anna)).toBe('một hai ')
  anna.history.undo()
  expect(second(anna)).toBe('một hai ba')
})

test('what is typed or composed over chosen words is one step, and brings them back', () => {
  for (const composition of [undefined, 7]) {
    const [anna] = open()
    click(anna, 1)
    type(anna, 'một hai')
    anna.wait(PAUSE_MS)
    const { doc } = anna.state
    const end = doc.content.size - 1
    anna.dispatch(anna.state.tr.setSelection(TextSelection.create(doc, end - 3, end)))
    if (composition !== undefined) anna.dispatch(anna.state.tr.deleteSelection()) // as browsers begin one
    type(anna, 'ba', () => {}, composition)
    expect(second(anna)).toBe('một ba')
    anna.history.undo()
    expect(second(anna)).toBe('một hai')
  }
})
