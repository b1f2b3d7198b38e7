import { comparedWord } from '../../../server/issue/word/compared.ts'
import type { Ground } from '../../../server/versions/ground.ts'
import * as jobs from '../../../server/versions/jobs.ts'

/** What the product has done in a process of its own, done at once. */
export const versionsHere: Ground['work'] = {
  nameText: async (given) => jobs.nameText(given),
  countWords: async (given) => jobs.countWords(given),
  drawMoment: async (given) => jobs.drawMoment(given),
  compareTexts: async (given) => jobs.compareTexts(given),
  compareMore: async (given) => jobs.compareMore(given),
  originsOfWords: async (given, _asked, answer) => jobs.originsOfWords(given, answer),
  changeBack: async (given) => jobs.changeBack(given),
}

/** Without images. */
export const versionsToWord: Ground['toWord'] = (texts) => comparedWord(texts, async () => new Map())
