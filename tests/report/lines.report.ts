/**
 * `npm run report:lines`: on documents of 1 to 30 pages, how many lines and pages end at the same word on the screen and
 * in the PDF. Fails below the house's figure.
 */
import { expect, test } from '@playwright/test'
import { signIn } from '../e2e/support/people.ts'
import { FIXTURES } from '../fixtures/documents.ts'
import type { Comparison } from '../tools/lines/compare.ts'
import { compareLines, openFixture } from '../tools/lines/measure.ts'

const LEAST_SHARE = 0.98
const measured = new Map<string, Comparison>()

for (const fixture of FIXTURES) {
  test(fixture.name, async ({ page }) => {
    await signIn(page, 'mailt')
    const found = await compareLines(page, await openFixture(page, fixture))
    measured.set(fixture.name, found)
    expect(found.same / found.lines, found.different.join('\n')).toBeGreaterThanOrEqual(LEAST_SHARE)
    expect(found.sameBreaks).toBe(found.breaks)
  })
}

test.afterAll(() => {
  const rows = [...measured].map(([name, found]) => row(name, found))
  const sum = (count: (found: Comparison) => number) => [...measured.values()].map(count).reduce((a, b) => a + b, 0)
  const all = {
    ...{ lines: sum(({ lines }) => lines), same: sum(({ same }) => same), pages: sum(({ pages }) => pages) },
    ...{ breaks: sum(({ breaks }) => breaks), sameBreaks: sum(({ sameBreaks }) => sameBreaks) },
  }
  const head = ['', 'pages', 'lines', 'same', 'share', 'page breaks, same'].map((cell, at) =>
    cell.padStart(WIDTHS[at] ?? 0),
  )
  process.stdout.write(`\n${[head.join('  '), ...rows, row('together', all)].join('\n')}\n`)
  for (const [name, { different }] of measured) {
    if (different.length > 0) process.stdout.write(`\n${name}, lines that differ:\n  ${different.join('\n  ')}\n`)
  }
})

const WIDTHS = [46, 5, 5, 5, 7, 17]

function row(name: string, found: Omit<Comparison, 'different'>): string {
  const { pages, lines, same, breaks, sameBreaks } = found
  const share = `${((100 * same) / lines).toFixed(1)} %`
  const cells = [name.padEnd(WIDTHS[0] ?? 0), pages, lines, same, share, `${breaks}, ${sameBreaks}`]
  return cells.map((cell, at) => String(cell).padStart(WIDTHS[at] ?? 0)).join('  ')
}
