import type { Page } from '@playwright/test'
import axe, { type AxeResults } from 'axe-core'

/** What axe finds serious or worse on the page as it stands: "rule: element", one a line. */
export async function gravesOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source) // not a script element: the page's own policy would rightly refuse it
  const { violations } = await page.evaluate<AxeResults>(`
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], iframes: false })
  `)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
    )
}
