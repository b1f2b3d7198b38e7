/**
 * Browsers that rest between tests. One that has been at the office has its programs and letters at hand, read and compiled:
 * a draft opens in half the time. What a person kept in it is taken away: whoever comes next may be somebody else.
 */
import { type Browser, type BrowserContext, type Page, test as plain } from '@playwright/test'
import { VIEWPORT } from './browsers.ts'
import { officeOfWorker } from './offices.ts'

/** What tests listen to. */
const HEARD = ['console', 'dialog', 'pageerror', 'requestfinished', 'websocket'] as const

const homes = new WeakMap<BrowserContext, string>()
const resting = new Map<string, BrowserContext[]>()

/** An empty page in a browser that is signed out. */
export async function emptyBrowser(
  browser: Browser,
  office = officeOfWorker() ?? '',
): Promise<{ context: BrowserContext; page: Page }> {
  const context = resting.get(office)?.pop() ?? (await browser.newContext({ baseURL: office }))
  homes.set(context, office)
  const [page = await context.newPage()] = context.pages()
  return { context, page }
}

/**
 * Whoever sat there has gone. The page rests too, since its process holds what was compiled. A browser that is none of these
 * is closed; who has set its clock or put programs into its pages closes it themselves.
 */
export async function leave(context: BrowserContext): Promise<void> {
  const office = homes.get(context)
  const [page, ...others] = context.pages()
  if (office === undefined || !page) return context.close()
  await Promise.all(others.map((other) => other.close()))
  for (const event of HEARD) page.removeAllListeners(event)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await context.unrouteAll({ behavior: 'ignoreErrors' })
  await context.setOffline(false)
  // What the tab keeps for itself goes only from a page of the office, here one without a program that would keep it again.
  const there = await page.goto(`${office}/favicon.svg`).catch(() => null)
  if (!there?.ok()) return context.close() // the office has closed before
  await page.evaluate(() => sessionStorage.clear())
  await page.goto('about:blank')
  await page.setViewportSize(VIEWPORT)
  await page.emulateMedia({ media: null, colorScheme: null, reducedMotion: null })
  await page.mouse.move(0, 0)
  await forget(context, page, office)
  resting.set(office, [...(resting.get(office) ?? []), context])
}

/** All that pages may keep, but for the files that they are made of. */
async function forget(context: BrowserContext, page: Page, office: string): Promise<void> {
  await context.clearPermissions()
  await context.clearCookies()
  const session = await context.newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin: office, storageTypes: 'local_storage,indexeddb' })
  await session.send('Page.resetNavigationHistory')
  await session.detach()
}

/** `page` and `context` of a test are of such a browser. */
export const test = plain.extend<{ rested: { context: BrowserContext; page: Page } }>({
  rested: async ({ browser }, use) => {
    const rested = await emptyBrowser(browser)
    await use(rested)
    await leave(rested.context)
  },
  context: ({ rested }, use) => use(rested.context),
  page: ({ rested }, use) => use(rested.page),
})
