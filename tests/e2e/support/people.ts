/** Who acts in the demonstration office. */
import { type Browser, type BrowserContext, type Cookie, expect, type Page } from '@playwright/test'
import { PEOPLE, type Username } from '../../../server/demonstration/people.ts'
import { TOURS } from '../../../src/lib/vocabulary.ts'
import { officeOfWorker } from './offices.ts'
import { emptyBrowser } from './resting.ts'
import { say } from './words.ts'

export { PASSWORD, PIN } from '../../../server/demonstration/people.ts'
export type { Username }

export function nameOf(username: Username): string {
  const person = PEOPLE.find((one) => one.username === username)
  if (!person) throw new Error(`nobody is called ${username}`)
  return person.name
}

/** Signs the page in: with the session of an earlier test, else by the sign-in page of the demonstration. */
export async function signIn(page: Page, username: Username, office = officeOfWorker() ?? ''): Promise<void> {
  const key = `${username} ${office}`
  const session = sessions.get(key)
  if (session) await page.context().addCookies(session)
  if (!session || !(await page.request.get(`${office}/work`, { maxRedirects: 0 })).ok()) {
    await page.goto(`${office}/sign-in`)
    await page.getByRole('button', { name: nameOf(username) }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('common_nav_work'))
    await putToursAside(page)
    sessions.set(
      key,
      (await page.context().cookies()).filter(({ name }) => name === 'session'),
    )
  }
  await page.goto(`${office}/favicon.svg`) // at the office, where nothing has to be drawn: the test goes on from there
}

/** What is offered to who comes for the first time lies over the page; tests are at home here. */
async function putToursAside(page: Page): Promise<void> {
  // By the page itself: it may be at an address that only its browser finds.
  await page.evaluate(async (tours) => {
    for (const tour of tours) await fetch(`/tours/${tour}`, { method: 'POST' })
  }, TOURS)
}

export interface Seat {
  username: Username
  context: BrowserContext
  page: Page
}

/** The sessions that this worker's tests have begun: who comes again need not pass the sign-in page again. */
const sessions = new Map<string, Cookie[]>()

/** A browser of the person's own, signed in, at the office. `leave` it when they have gone. */
export async function seat(browser: Browser, username: Username, office = officeOfWorker()): Promise<Seat> {
  const { context, page } = await emptyBrowser(browser, username, office)
  await signIn(page, username, office)
  return { username, context, page }
}
