/** Texts by chance, and what people do to them. Not used by the product. */
import type { BodyNode } from '../model.ts'
import { appendix, bold, cell, clause, image, p, ref, row, table } from '../testing.ts'

/** A whole number from 0 to below the limit. */
type Random = (below: number) => number

const WORDS =
  'giao sở tài chính chủ trì phối hợp với đơn vị liên quan báo cáo ủy ban nhân dân tỉnh kết quả thực hiện'.split(' ')

function blockBy(random: Random, id: string): BodyNode {
  const sentence = () =>
    Array.from({ length: random(12) }, () => WORDS[random(WORDS.length)] ?? '').join(random(9) ? ' ' : ', ')
  switch (random(9)) {
    case 0:
      return p(sentence(), bold(` ${sentence()}`), sentence())
    case 1:
      return table(row(cell(sentence()), cell(sentence())), row(cell(sentence()), cell(sentence())))
    case 2:
      return image({ widthMm: 20 + random(100) })
    case 3:
      return appendix(sentence(), id)
    case 4:
      return p(sentence(), ref(`c${random(9)}`), sentence())
    case 5:
      return p('')
    default:
      return clause((['dieu', 'khoan', 'diem'] as const)[random(3)] ?? 'khoan', sentence(), id)
  }
}

/** Another text made from one, as people do: words, lines, places, marks, levels. */
export function editedBy(random: Random, blocks: readonly BodyNode[]): BodyNode[] {
  const edited = structuredClone([...blocks])
  for (let edits = random(8); edits > 0; edits--) {
    const at = random(edited.length + 1)
    const block = edited[at]
    const first = block?.content?.[0]
    switch (random(6)) {
      case 0:
        edited.splice(at, 0, blockBy(random, `n${edits}-${at}`))
        break
      case 1:
        edited.splice(at, 1 + random(2))
        break
      case 2:
        if (block) edited.splice(random(edited.length), 0, ...edited.splice(at, 1 + random(3)))
        break
      case 3:
        if (first?.text)
          first.text =
            first.text
              .split(' ')
              .with(0, WORDS[random(WORDS.length)] ?? '')
              .join(' ') || 'x'
        break
      case 4:
        if (first?.text) first.marks = random(2) ? [{ type: 'bold' }] : []
        break
      case 5:
        if (block?.type === 'clause') block.attrs = { ...block.attrs, level: random(2) ? 'khoan' : 'diem' }
        break
    }
  }
  return edited
}

/** Up to twenty blocks of all kinds. */
export const textBy = (random: Random): BodyNode[] =>
  Array.from({ length: 1 + random(20) }, (_, at) => blockBy(random, `c${at}`))
