/** Who acts in the demonstration office. */
import { type Browser, type BrowserContext, type Cookie, expect, type Page } from '@playwright/test'
import { PASSWORD, PEOPLE, type Username } from '../../../server/demonstration/people.ts'
import { TOURS } from '../../../src/lib/vocabulary.ts'
import { officeOfWorker } from './offices.ts'
import { emptyBrowser } from './resting.ts'

export { PIN } from '../../../server/demonstration/people.ts'
export { PASSWORD, type Username }

export function nameOf(username: Username): string {
  const person = PEOPLE.find((one) => one.username === username)
  if (!person) throw new Error(`nobody is called ${username}`)
  return person.name
}

/** Signs the page in: with the session of an earlier test, else as the form for it does. The page is at the office then, and nothing is drawn. */
export async function signIn(page: Page, username: Username, office = officeOfWorker() ?? ''): Promise<void> {
  const key = `${username} ${office}`
  const session = sessions.get(key)
  await page.goto(`${office}/favicon.svg`)
  if (session) await page.context().addCookies(session)
  if (session && (await page.request.get(`${office}/news/unread`, { maxRedirects: 0 })).ok()) return
  // By the page itself: it may be at an address that only its browser finds.
  const told = await page.evaluate(
    async ({ given, tours }) => {
      const body = new URLSearchParams(given)
      const answer = await fetch('/sign-in?/password', {
        method: 'POST',
        body,
        headers: { accept: 'application/json' },
      })
      const told = await answer.text()
      // What is offered to who comes for the first time lies over the page; tests are at home here.
      for (const tour of tours) await fetch(`/tours/${tour}`, { method: 'POST' })
      return told
    },
    { given: { username, password: PASSWORD }, tours: TOURS },
  )
  expect(JSON.parse(told), told).toMatchObject({ type: 'redirect' })
  sessions.set(
    key,
    (await page.context().cookies()).filter(({ name }) => name === 'session'),
  )
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
  const { context, page } = await emptyBrowser(browser, office)
  await signIn(page, username, office)
  return { username, context, page }
}
