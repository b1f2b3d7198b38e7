import type { Page } from '@playwright/test'
import axe, { type Result } from 'axe-core'

/** What axe finds serious or worse on the page as it stands: "rule: element", one a line. */
export async function gravesOn(page: Page): Promise<string[]> {
  // Not a script element: the page's own policy would rightly refuse it.
  const isThere = await page.evaluate(() => 'axe' in window)
  if (!isThere) await page.evaluate(axe.source)
  // Only the violations are worked out and sent: what is right is most of the page.
  const violations = await page.evaluate<Result[]>(`
    axe
      .run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
        resultTypes: ['violations'],
        iframes: false,
      })
      .then(({ violations }) => violations)
  `)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
    )
}
