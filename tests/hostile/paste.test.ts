/** Ten times the page may take ten times the time, whatever it is made of; a square would be a hundred times. */
import { expect, test } from 'vitest'
import { parseLines } from '../../src/lib/document/parse.ts'
import { lostWords } from '../../src/lib/editor/paste/account.ts'
import { linesOfTree } from '../../src/lib/editor/paste/html.ts'
import { treeIn } from '../../src/lib/editor/paste/testing.ts'
import type { Tag } from '../../src/lib/editor/paste/tree.ts'

const SHORT = 20_000
const LONG = 200_000
const MOST_GROWTH = 40
/** A square with a small factor takes seconds for the long page; what stays below this is no danger, and no measure. */
const FLOOR_MS = 1_000

const times = (length: number, one: string | ((at: number) => string)): string => {
  const text = typeof one === 'string' ? () => one : one
  return Array.from({ length: Math.ceil(length / text(1).length) }, (_, at) => text(at)).join('')
}

/** Pages that are long in one way each; `length`: about so many characters. */
const PAGES: Record<string, (length: number) => string> = {
  paragraphs: (length) => times(length, '<p style="color:red">Lời</p>'),
  'one paragraph of runs': (length) => `<p>${times(length, '<b>a</b> ')}</p>`,
  'spaces at the end': (length) => `<p>a${times(length, '<b> </b>')}</p>`,
  depth: (length) => times(Math.min(length, 60_000), '<div>a'),
  'depth of lists': (length) => times(Math.min(length, 60_000), '<ul><li>a'),
  'depth of tables': (length) => times(Math.min(length, 30_000), '<table><tr><td>a<td>b'),
  'a long list': (length) => `<ol>${times(length, '<li>a')}</ol>`,
  'a long table': (length) => `<table>${times(length, '<tr><td>a<td>b</tr>')}</table>`,
  'a wide table': (length) => `<table><tr>${times(length, '<td>a')}</table>`,
  'merged cells': (length) => `<table>${times(length, '<tr><td rowspan=100 colspan=100>a</tr>')}</table>`,
  'hidden rows': (length) => `<table>${times(length, '<tr style="display:none"><td rowspan=99>a<td>b</tr>')}</table>`,
  columns: (length) => `<table>${times(length, '<col span=1000 style="display:none">')}<tr><td>a<td>b</table>`,
  'nested sections': (length) => `<table>${times(length, '<tbody><tr><td>a</tbody>')}</table>`,
  rules: (length) => `<style>${times(length, (at) => `.a${at}{color:red;display:none}`)}</style><p class=a1>a</p>`,
  'one rule of many': (length) => `<style>${times(length, 'p,')}p{display:none}</style><p>a</p>`,
  'open brackets': (length) => `<style>${times(length, '@{{')}</style><p>a</p>`,
  'open comments': (length) => `<style>${times(length, '/*/')}</style><p>a</p>`,
  'open quotes': (length) => `<style>p{${times(length, `"'`)}}</style><p>a</p>`,
  'quotes in a style': (length) => `<p style='${times(length, '";')}'>a</p>`,
  'blanks in a style': (length) => `<p style='${times(length, ' ')}'>a</p>`,
  'many classes': (length) => `<style>p.a{display:none}</style>${times(length, (at) => `<p class="x${at} y">a</p>`)}`,
  'one class list': (length) => `<style>p.a{display:none}</style><p class="${times(length, (at) => `c${at} `)}">a</p>`,
  notes: (length) =>
    times(length / 2, (at) => `<p>a<a href="#n${at}" name="r${at}">1</a></p>`) +
    times(length / 2, (at) => `<p><a href="#r${at}" name="n${at}">1</a> b</p>`),
  'notes in a note': (length) =>
    `<p>${times(length / 2, (at) => `<a href="#n${at}" name="r${at}">1</a>`)}</p><p>${times(length / 2, (at) => `<a href="#r${at}" name="n${at}">1</a>`)}</p>`,
  comments: (length) => times(length, '<div class=msocomtxt><p>[A1]a</p></div>'),
  hidden: (length) => times(length, '<p hidden>a</p>'),
  images: (length) => times(length, '<img alt="a">'),
  'lines of a letterhead': (length) => times(length, '<p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>'),
  'a letterhead of blanks': (length) => `<p>Số:${times(length, '\u00a0')}x</p>`,
}

const walk = (page: Tag) => {
  const { lines } = linesOfTree(page)
  return lostWords(lines, parseLines(lines))
}

function time(page: Tag): number {
  const start = performance.now()
  walk(page)
  return performance.now() - start
}

test.each(Object.entries(PAGES))('a page of %s', { timeout: 120_000 }, (_, page) => {
  const [short, long] = [treeIn(page(SHORT)), treeIn(page(LONG))]
  // Looked at again before it is said: others use this machine too.
  const isSlow = () => {
    const all = time(long)
    return all > FLOOR_MS && all > MOST_GROWTH * time(short)
  }
  expect(isSlow() && isSlow()).toBe(false)
})
