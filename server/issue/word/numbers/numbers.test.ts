import { describe, expect, test } from 'vitest'
import type { ClauseLevel, PrintBlock, PrintModel } from '../../../../src/lib/document/model.ts'
import { CLAUSE_LEVELS } from '../../../../src/lib/document/nodes/clause.ts'
import { mayRestart } from '../../../../src/lib/document/numbering.ts'
import { printModel } from '../../../../src/lib/document/print.ts'
import { appendix, attached, clause, documentOf, p } from '../../../../src/lib/document/testing.ts'
import { FIXTURES } from '../../../../tests/fixtures/documents.ts'
import { seeded } from '../../../../tests/fuzz/random.ts'
import { ask, hasLibreOffice } from '../../../../tests/report/review/word/oracle.ts'
import { linesOfWord, type PassedOver } from '../../../../tests/tools/word-numbers.ts'
import { toWord } from '../index.ts'
import { Lists, MAIN } from './lists.ts'
import { planned } from './plan.ts'

type Short = ClauseLevel | `${ClauseLevel}!` | 'appendix' | 'attached' | 'p'

let made = 0
function block(short: Short) {
  const words = `Lời ${made++}`
  if (short === 'p') return p(words)
  if (short === 'appendix') return appendix(words)
  if (short === 'attached') return attached(words)
  const level = CLAUSE_LEVELS.find((one) => one === short.replace('!', '')) ?? 'khoan'
  const one = clause(level, words)
  return short.endsWith('!') ? { ...one, attrs: { ...one.attrs, restarts: true } } : one
}

const modelOf = (shorts: readonly Short[], kind: 'quyet-dinh' | 'ke-hoach' = 'quyet-dinh') =>
  printModel(documentOf(kind, shorts.map(block)))

/** The label and words of each numbered block, as the page has them. */
const printed = ({ blocks }: PrintModel): string[] =>
  blocks.flatMap((one) =>
    one.type === 'clause' || one.type === 'appendix'
      ? [`${one.label} ${wordsOf(one)}`.replaceAll(/\s+/g, ' ').trim()]
      : [],
  )
const wordsOf = ({ runs }: Extract<PrintBlock, { type: 'clause' | 'appendix' }>) =>
  runs.map(({ text }) => text).join('')

async function shown(model: PrintModel, passedOver: PassedOver) {
  const lines = linesOfWord(await toWord(model), passedOver).map(({ text }) => text.replaceAll(/\s+/g, ' ').trim())
  return lines
}

/** Every label of the page stands in Word, in order, whatever a program thinks of levels that were passed over. */
async function expectSame(model: PrintModel) {
  const wanted = printed(model)
  for (const passedOver of ['begun', 'not begun'] as const) {
    const lines = await shown(model, passedOver)
    let from = 0
    for (const line of wanted) {
      const at = lines.indexOf(line, from)
      expect(at, `${line} (${passedOver}) in ${lines.slice(from, from + 4).join(' | ')}`).toBeGreaterThanOrEqual(0)
      from = at + 1
    }
  }
}

const howOf = (shorts: readonly Short[], kind?: 'quyet-dinh' | 'ke-hoach') => {
  const lists = new Lists()
  const { blocks } = modelOf(shorts, kind)
  const plan = planned(lists, MAIN, blocks).filter((one) => one !== null)
  return plan.map((one) => (one.is === 'typed' ? 'typed' : `${one.list}`)).join(' ')
}

const same = (shorts: readonly Short[], lists: Readonly<Partial<Record<Short, string>>>) =>
  shorts.map((short) => lists[short] ?? '').join(' ')

describe('clauses are counted by lists', () => {
  test('phần, chương and điều by one each, with what is counted in them', () => {
    const decree: Short[] = ['phan', 'chuong', 'muc', 'dieu', 'khoan', 'diem', 'diem', 'chuong', 'muc', 'dieu', 'khoan']
    const lists = { phan: '1', chuong: '2', muc: '2', dieu: '3', khoan: '3', diem: '3' }
    expect(howOf(decree)).toBe(same(decree, lists))
    const plan: Short[] = [
      'muc',
      'khoan',
      'decimal',
      'decimal',
      'sub-decimal',
      'khoan',
      'diem',
      'muc',
      'khoan',
      'decimal',
    ]
    expect(howOf(plan, 'ke-hoach')).toBe(plan.map(() => 1).join(' '))
    expect(howOf(['dieu', 'decimal', 'decimal', 'dieu', 'decimal'])).toBe('1 1 1 1 1')
  })

  test('by another from where the page counts anew, and on from there', () => {
    expect(howOf(['dieu', 'khoan', 'khoan', 'p', 'khoan!', 'diem', 'khoan', 'dieu', 'khoan'])).toBe('1 1 1 2 2 2 1 1')
    expect(howOf(['dieu', 'khoan', 'khoan!', 'khoan!', 'khoan'])).toBe('1 1 2 3 3')
  })

  test('by another where a level was passed over, of which programs think differently', () => {
    expect(howOf(['dieu', 'diem', 'khoan', 'diem', 'khoan'])).toBe('1 1 2 2 2')
  })

  test('but a series of điểm that goes on to «đ)» is typed, and no other', () => {
    const four: Short[] = ['diem', 'diem', 'diem', 'diem']
    expect(howOf(['khoan', ...four, 'khoan', ...four, 'diem', 'khoan', 'diem'])).toBe(
      '1 1 1 1 1 1 typed typed typed typed typed 1 1',
    )
  })

  test('and no file has more lists than Word opens', async () => {
    const model = modelOf(['dieu', ...Array<Short>(2_100).fill('khoan!')])
    const plan = planned(new Lists(), MAIN, model.blocks)
    expect(plan.filter((one) => one?.is === 'typed').length).toBeGreaterThan(50)
  })
})

describe('Word shows the numbers of the page', () => {
  test.each(FIXTURES.map(({ name, document }) => [name, document] as const))('%s', async (_, document) => {
    await expectSame(printModel(document))
  })

  test.each<[string, Short[]]>([
    ['articles', ['phan', 'chuong', 'muc', 'tieu-muc', 'dieu', 'khoan', 'diem', 'phan', 'chuong', 'muc', 'dieu']],
    ['letters', ['dieu', 'khoan', ...Array<Short>(23).fill('diem'), 'khoan', 'diem', 'diem!', 'diem']],
    [
      'decimals below each of their bases',
      ['dieu', 'khoan', 'decimal', 'dieu', 'decimal', 'sub-decimal', 'sub-decimal'],
    ],
    ['decimals below nothing', ['decimal', 'decimal', 'sub-decimal', 'dieu', 'sub-decimal']],
    [
      'appendices',
      ['dieu', 'appendix', 'muc', 'khoan', 'appendix', 'muc', 'dieu', 'attached', 'chuong', 'dieu', 'appendix'],
    ],
    ['one appendix', ['dieu', 'khoan', 'appendix', 'khoan', 'khoan!', 'diem']],
    ['a mục without articles', ['muc', 'decimal', 'decimal', 'sub-decimal', 'khoan', 'decimal', 'muc', 'decimal']],
  ])('%s', async (_, shorts) => {
    await expectSame(modelOf(shorts))
    await expectSame(modelOf(shorts, 'ke-hoach'))
  })

  test('in documents of any order', async () => {
    const { next: random, pick: any } = seeded(12)
    for (let round = 0; round < 60; round++) {
      const levels = CLAUSE_LEVELS.filter(() => random() < 0.5)
      const shorts = Array.from({ length: 40 }, (): Short => {
        const dice = random()
        if (dice < 0.04) return any(['appendix', 'attached'])
        if (dice < 0.1 || levels.length === 0) return 'p'
        const level = any(levels)
        return dice < 0.2 && mayRestart(level) ? `${level}!` : level
      })
      await expectSame(modelOf(shorts, any(['quyet-dinh', 'ke-hoach'])))
    }
  }, 60_000)
})

/** Words and numbers of lines as LibreOffice writes them into a text: what its counting and Word's do not share shows here. */
test.skipIf(!hasLibreOffice)(
  'LibreOffice shows the same numbers (skipped where it is not installed)',
  async () => {
    const random = seeded(7)
    const models = [
      ...FIXTURES.map(({ document }) => printModel(document)),
      modelOf(['phan', 'chuong', 'muc', 'tieu-muc', 'dieu', 'khoan', 'diem', 'phan', 'chuong', 'dieu', 'muc', 'dieu']),
      modelOf(
        ['muc', 'khoan', 'decimal', 'sub-decimal', 'khoan!', 'diem', 'muc', 'decimal', 'diem', 'khoan'],
        'ke-hoach',
      ),
      modelOf(['dieu', 'diem', 'khoan', 'decimal', 'dieu', 'decimal', 'appendix', 'muc', 'khoan', 'appendix', 'dieu']),
      ...Array.from({ length: 12 }, () =>
        modelOf(Array.from({ length: 30 }, () => random.pick<Short>([...CLAUSE_LEVELS, 'khoan!', 'diem!', 'p']))),
      ),
    ]
    const questions = await Promise.all(
      models.map(async (model, at) => ({ name: String(at), bytes: await toWord(model), wish: 'none' as const })),
    )
    for (const [at, { text }] of (await ask(questions)).entries()) {
      const model = models[at]
      const said = text.replaceAll(/\s+/g, ' ')
      let from = 0
      for (const line of model ? printed(model) : []) {
        const place = said.indexOf(line, from)
        expect(place, `${line}, document ${at}`).toBeGreaterThanOrEqual(0)
        from = place + line.length
      }
    }
  },
  300_000,
)
