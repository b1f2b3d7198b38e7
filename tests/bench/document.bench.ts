/** Numbering and the format check on a document of about 100 pages: 600 clauses, 45,000 words, 30 tables. */
import { bench, describe } from 'vitest'
import { checkDocument } from '../../src/lib/document/check/index.ts'
import { bodyLabels } from '../../src/lib/document/numbering.ts'
import { printModel } from '../../src/lib/document/print.ts'
import { basis, cell, clause, documentOf, formula, row, table } from '../../src/lib/document/testing.ts'

const sentence =
  'Ủy ban nhân dân các xã, phường phối hợp với các sở, ban, ngành có liên quan tổ chức thực hiện theo quy định. '
const words = (index: number) => `${sentence.repeat(3)}Nội dung ${index}.`

const body = [
  basis('Căn cứ Luật Tổ chức chính quyền địa phương;'),
  basis('Theo đề nghị của Chánh Văn phòng.'),
  formula('QUYẾT ĐỊNH:'),
  ...Array.from({ length: 600 }, (_, index) => [
    clause(index % 5 === 0 ? 'dieu' : index % 5 < 3 ? 'khoan' : 'diem', words(index), `c${index}`),
    ...(index % 20 === 0
      ? [
          table(
            ...Array.from({ length: 10 }, (__, line) =>
              row(cell(`${line}`), cell('Nội dung công việc'), cell('Đơn vị')),
            ),
          ),
        ]
      : []),
  ]).flat(),
]
const document = documentOf('quyet-dinh', body)

describe('100 pages', () => {
  bench('numbering', () => void bodyLabels(document.body, 'quyet-dinh'))
  bench('format check', () => void checkDocument(document))
  bench('print model', () => void printModel(document))
})
