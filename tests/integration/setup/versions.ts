import type { Ground } from '../../../server/versions/ground.ts'
import { changeBack, compareTexts, countWords, drawMoment, nameText } from '../../../server/versions/jobs.ts'

/** What the product has done in a process of its own, done at once. */
export const versionsHere: Ground['work'] = {
  nameText: async (given) => nameText(given),
  countWords: async (given) => countWords(given),
  drawMoment: async (given) => drawMoment(given),
  compareTexts: async (given) => compareTexts(given),
  changeBack: async (given) => changeBack(given),
}
