/** Comments of a Word file: the words they are about, the answers below each, and whether it is settled. */
import { type ICommentOptions, Paragraph, TextRun } from 'docx'
import { bare, type Stamp, TALK } from './merge.ts'
import { element, everyIn, wordsOf, type Xml } from './xml.ts'

export interface Said extends Stamp {
  text: string
}

export interface Thread {
  said: readonly Said[]
  isSettled: boolean
}

/** The numbers of a thread's comments: its own, and those of the answers. */
function numbered(threads: readonly Thread[]): number[][] {
  let next = 0
  return threads.map(({ said }) => said.map(() => next++))
}

export const countOf = (threads: readonly Thread[]): number => threads.reduce((sum, { said }) => sum + said.length, 0)

/** Puts the ranges of the threads into the paragraphs. One whose words stand nowhere is about the title. */
export function withRanges(blocks: readonly Xml[], threads: readonly Thread[]): Xml[] {
  const numbers = numbered(threads)
  const body = element('w:body', {}, blocks.map(bare))
  const paragraphs = [...everyIn(body, 'w:p')]
  const places = new Map<number, { first: Place; last: Place }>()
  for (const paragraph of paragraphs)
    for (const child of paragraph.children) {
      if (typeof child === 'string' || child.attributes[TALK] === undefined) continue
      for (const name of child.attributes[TALK].split(' ')) {
        const place = { paragraph, child }
        const known = places.get(Number(name))
        if (known) known.last = place
        else places.set(Number(name), { first: place, last: place })
      }
      delete child.attributes[TALK]
    }
  const title = titleOf(paragraphs)
  for (const [at, own] of numbers.entries()) {
    const place = places.get(at) ?? (title && wholeOf(title))
    if (place) putRange(place, own)
  }
  return body.children.filter((child) => typeof child !== 'string')
}

interface Place {
  paragraph: Xml
  child: Xml
}

function titleOf(paragraphs: readonly Xml[]): Xml | undefined {
  const isTitle = (paragraph: Xml) =>
    [...everyIn(paragraph, 'w:pStyle')].some((style) => style.attributes['w:val'] === 'Title')
  return paragraphs.find(isTitle) ?? paragraphs.find((paragraph) => wordsOf(paragraph).trim() !== '')
}

function wholeOf(paragraph: Xml): { first: Place; last: Place } | undefined {
  const children = paragraph.children.filter((child) => typeof child !== 'string' && child.name !== 'w:pPr')
  const [first, last] = [children[0], children.at(-1)]
  if (!first || !last || typeof first === 'string' || typeof last === 'string') return undefined
  return { first: { paragraph, child: first }, last: { paragraph, child: last } }
}

function putRange({ first, last }: { first: Place; last: Place }, numbers: readonly number[]): void {
  const ids = numbers.map((number) => ({ 'w:id': String(number) }))
  const front = first.paragraph.children
  front.splice(front.indexOf(first.child), 0, ...ids.map((id) => element('w:commentRangeStart', id)))
  const back = last.paragraph.children
  const ends = ids.flatMap((id) => [
    element('w:commentRangeEnd', id),
    element('w:r', {}, [element('w:commentReference', id)]),
  ])
  back.splice(back.indexOf(last.child) + 1, 0, ...ends)
}

/** As the library wants them, which writes beside them which one answers which. */
export function commentsOf(threads: readonly Thread[]): ICommentOptions[] {
  const numbers = numbered(threads)
  return threads.flatMap(({ said, isSettled }, at) => {
    const [first = 0, ...others] = numbers[at] ?? []
    return said.map(({ author, date, text }, step) => ({
      id: [first, ...others][step] ?? 0,
      author,
      initials: initialsOf(author),
      date: new Date(date),
      resolved: isSettled,
      ...(step > 0 && { parentId: first }),
      children: text
        .split('\n')
        .map((line) => new Paragraph({ indent: { firstLine: 0 }, children: [new TextRun(line)] })),
    }))
  })
}

const initialsOf = (author: string) =>
  author
    .split(/\s+/)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('')
    .slice(0, 9)
