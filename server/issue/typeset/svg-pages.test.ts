/** Each page is a picture that any reader of XML takes, and in which nothing can be pressed or run. */
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { printModel } from '../../../src/lib/document/print.ts'
import { cell, clause, documentOf, p, ref, row, table } from '../../../src/lib/document/testing.ts'
import { typesetterWith } from '../../../tests/tools/typesetter.ts'

const { draw } = typesetterWith()

/** Throws where a picture is not well-formed or a prefix is bound to nothing. */
function elementsOf(svg: string) {
  const found: { name: string; attributes: string[] }[] = []
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes: Object.keys(attributes) }))
  parser.write(svg).close()
  return found
}

test('a footnote, a reference, an address and a table leave no link and no handler in the picture of a page', async () => {
  const note = (text: string) => ({ type: 'footnote', attrs: { text } })
  const document = documentOf('bao-cao', [
    clause('khoan', 'Trách nhiệm của các sở', 'x'),
    p('Theo ', ref('x'), ', xem https://example.vn/?a=1&b=<2>"', note('Nguồn: https://example.vn.'), ' và a@b.vn.'),
    table(row(cell('TT', {}, 'tableHeader')), row({ ...cell(''), content: [p('một', note('Hai.'), ref('x'))] })),
  ])
  const print = printModel(document, { number: null, date: '2026-11-30', verify: null })
  const { pictures } = await draw(print, new Set())
  expect(pictures.length).toBeGreaterThan(0)
  for (const { svg } of pictures) {
    const elements = elementsOf(svg ?? '')
    expect(new Set(elements.map(({ name }) => name))).not.toContain('a')
    expect(elements.flatMap(({ attributes }) => attributes).filter((name) => /^on|:/iu.test(name))).toEqual([])
  }
})
