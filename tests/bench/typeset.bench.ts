/**
 * From a model to its PDF, as the preview beside the editor asks for it: one word changes between two requests.
 * Goal: p95 of 10 pages at most 300 ms, the way from the browser and back included; so far below that here.
 */
import { bench, describe } from 'vitest'
import type { PrintModel } from '../../src/lib/document/model.ts'
import { decision, longPlan, paragraph } from '../fixtures/print-models.ts'
import { typesetterWith } from '../tools/typesetter.ts'

const typesetter = typesetterWith()

let typed = 0
/** The same document with other words in its middle. */
function retyped(model: PrintModel): PrintModel {
  const middle = Math.floor(model.blocks.length / 2)
  const line = paragraph(`Nội dung đang soạn, lần gõ thứ ${typed++}.`)
  return { ...model, blocks: model.blocks.toSpliced(middle, 0, line) }
}

const pages = { '1 page': decision, '10 pages': longPlan(10), '39 pages': longPlan(40), '97 pages': longPlan(100) }

describe.each(Object.entries(pages))('PDF of %s', (_, model) => {
  bench('after a keystroke', async () => void (await typesetter.pdf(retyped(model))), { time: 3000, iterations: 20 })
})
