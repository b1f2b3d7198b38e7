/** Word files of drafts with suggestions, judged by LibreOffice. */
import type { Part } from './part.ts'
import { markedCases } from './word/cases.ts'
import { ask, hasLibreOffice } from './word/oracle.ts'
import { questionsOf } from './word/round.ts'

export const wording: Part = {
  name: 'word',
  async lines(say) {
    if (!hasLibreOffice) {
      say('word round trip: not asked, since libreoffice-writer-nogui and python3-uno are not installed')
      return []
    }
    const cases = markedCases()
    const asked = await Promise.all(cases.map(questionsOf))
    const texts = (await ask(asked.flatMap(({ all }) => all))).map(({ text }) => text)
    let equal = 0
    for (const [at, { name }] of cases.entries()) {
      const [accepted, now, rejected, old] = texts.slice(at * 4, at * 4 + 4)
      if (accepted === now) equal++
      else say(`word: «${name}»: not the same with all accepted`)
      if (rejected === old) equal++
      else say(`word: «${name}»: not the same with all refused`)
    }
    const all = cases.length * 2
    if (equal < all) process.exitCode = 1
    return [`word round trip: ${equal} of ${all} equal`]
  },
}
