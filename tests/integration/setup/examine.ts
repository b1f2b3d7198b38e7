import {
  begin,
  beginAgain,
  draw,
  drawHeavy,
  judge,
  keepModel,
  subjectOf,
  wayBack,
} from '../../../server/examine/jobs.ts'
import type { Examine } from '../../../server/examine/works.ts'

/** What the product has done in a process of its own, done at once. */
export const examineHere: Examine = {
  judge: async (given) => judge(given),
  wayBack: async (given) => wayBack(given),
  draw: async (given) => draw(given),
  drawHeavy: async (given) => drawHeavy(given),
  begin: async (given) => begin(given),
  subjectOf: async (given) => subjectOf(given),
  keepModel: async (given) => keepModel(given),
  beginAgain: async (given) => beginAgain(given),
}
