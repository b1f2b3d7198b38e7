/** Numbering, the format check and the print model of 100 pages. */
import { bench, describe } from 'vitest'
import { checkDocument } from '../../src/lib/document/check/index.ts'
import { bodyLabels } from '../../src/lib/document/numbering.ts'
import { printModel } from '../../src/lib/document/print.ts'
import { HUNDRED_PAGES } from '../fixtures/hundred-pages.ts'

describe('100 pages', () => {
  bench('numbering', () => void bodyLabels(HUNDRED_PAGES.body, 'quyet-dinh'))
  bench('format check', () => void checkDocument(HUNDRED_PAGES))
  bench('print model', () => void printModel(HUNDRED_PAGES))
})
