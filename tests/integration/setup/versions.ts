import type { Ground } from '../../../server/versions/ground.ts'
import * as jobs from '../../../server/versions/jobs.ts'

/** What the product has done in a process of its own, done at once. */
export const versionsHere: Ground['work'] = {
  nameText: async (given) => jobs.nameText(given),
  countWords: async (given) => jobs.countWords(given),
  drawMoment: async (given) => jobs.drawMoment(given),
  compareTexts: async (given) => jobs.compareTexts(given),
  compareMore: async (given) => jobs.compareMore(given),
  redlineTexts: async (given) => jobs.redlineTexts(given),
  originsOfWords: async (given, _asked, answer) => jobs.originsOfWords(given, answer),
  changeBack: async (given) => jobs.changeBack(given),
}
