/** Every page in both languages, light and dark, wide and narrow: no serious fault that axe can find, nothing cut off. */
import { type Browser, expect, type Page, test } from '@playwright/test'
import { WHOLE } from '../whole.ts'
import { gravesOn } from './support/axe.ts'
import { bodyOf, draftIn, startWriting } from './support/desk.ts'
import { artifact } from './support/outside.ts'
import { seat, type Username } from './support/people.ts'
import { leave } from './support/resting.ts'
import { type Language, say } from './support/words.ts'

test.describe.configure({ mode: 'parallel' })
test.setTimeout(240_000)

interface View {
  name: string
  /** Nobody = not signed in. */
  who: Username | null
  /** Its address, or how it is found by somebody who reads Vietnamese. */
  at: string | ((page: Page) => Promise<string>)
  /** Resolves when all of it is there. */
  ready?: (page: Page) => Promise<void>
}

const admin = [
  '',
  '/agency',
  '/units',
  '/people',
  '/people/new',
  '/people/import',
  '/registers',
  '/rights',
  '/bases',
  '/format',
  '/keys',
  '/authorities',
  '/record',
]

const VIEWS: View[] = [
  { name: 'sign-in', who: null, at: '/sign-in' },
  { name: 'verify', who: null, at: '/verify' },
  { name: 'verify-unknown-code', who: null, at: '/verify/AAAA-BBBB-CCCC' },
  { name: 'not-found-by-a-stranger', who: null, at: '/khong-co-trang-nay' },
  { name: 'not-found', who: 'mailt', at: '/khong-co-trang-nay' },
  { name: 'not-allowed', who: 'mailt', at: '/admin' },
  { name: 'work', who: 'mailt', at: '/work' },
  { name: 'work-of-a-leader', who: 'thangld', at: '/work' },
  { name: 'news', who: 'dungtv', at: '/news' },
  { name: 'news-none', who: 'hoatt', at: '/news' },
  { name: 'new-draft', who: 'mailt', at: '/drafts/new' },
  { name: 'account', who: 'mailt', at: '/account' },
  { name: 'documents', who: 'mailt', at: '/documents' },
  { name: 'documents-of-a-clerk', who: 'lanbt', at: '/documents' },
  { name: 'numbers', who: 'lanbt', at: '/documents/numbers' },
  { name: 'to-seal', who: 'lanbt', at: '/seal' },
  { name: 'to-sign', who: 'thangld', at: '/sign' },
  { name: 'picture', who: 'thangld', at: '/account/signature' },
  { name: 'picture-of-the-seal', who: 'quantri', at: '/admin/keys/picture/seal' },
  { name: 'work-written', who: 'mailt', at: '/work/written' },
  { name: 'documents-none', who: 'mailt', at: '/documents?search=zzz' },
  {
    name: 'document',
    who: 'mailt',
    async at(page) {
      await page.goto('/documents')
      const first = page.locator('tbody a[href^="/documents/"]').first()
      return (await first.getAttribute('href')) ?? ''
    },
  },
  {
    name: 'draft-reading',
    who: 'toanvv',
    at: (page) => draftIn(page, 'review'),
    async ready(page) {
      await expect(page.locator('[data-saving]')).toHaveAttribute('data-saving', 'read-only')
      await expect(page.getByRole('article').first()).toBeVisible()
    },
  },
  {
    name: 'draft-writing',
    who: 'mailt',
    at: (page) => draftIn(page, 'drafting'),
    async ready(page) {
      await expect(page.locator('[data-saving="stored"]')).toBeVisible()
      const write = page.locator('header button').filter({ has: page.locator('.lucide-pencil-line') })
      if ((await write.count()) > 0) await write.click()
      await expect(page.locator('article[data-writing] .body[contenteditable="true"]')).toBeVisible()
    },
  },
  {
    name: 'finalize',
    who: 'thangld',
    at: async (page) => `${await draftIn(page, 'approved')}/finalize`,
    async ready(page) {
      await expect(page.locator('input[name="pin"]')).toBeVisible()
    },
  },
  ...admin.map((path): View => ({
    name: `admin${path.replaceAll('/', '-')}`,
    who: 'quantri',
    at: `/admin${path}`,
  })),
]

async function sit(browser: Browser, who: Username | null) {
  if (who) return seat(browser, who)
  const context = await browser.newContext()
  return { context, page: await context.newPage() }
}

/** One browser for each person; `use` sees every view of theirs. */
async function walk(
  browser: Browser,
  language: Language,
  origin: string,
  window: typeof WIDE,
  use: (page: Page, view: View) => Promise<void>,
): Promise<void> {
  for (const who of new Set(VIEWS.map((view) => view.who))) {
    const { page, context } = await sit(browser, who)
    for (const view of VIEWS.filter((one) => one.who === who)) {
      const address = typeof view.at === 'string' ? view.at : await view.at(page)
      await context.addCookies([{ name: 'language', value: language, url: origin }])
      await page.setViewportSize(window)
      await page.goto(address)
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached()
      await view.ready?.(page)
      await use(page, view)
      await context.clearCookies({ name: 'language' })
    }
    await leave(context)
  }
}

/** The second frame after a change has been drawn with it. */
const untilPainted = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))

const WIDE = { width: 1280, height: 800 }
const NARROW = { width: 360, height: 800 }

/** The second language has the same pages with longer words: what they do to a phone is seen, and with WHOLE=1 all of it. */
for (const [language, wide, narrow, isLookedAt] of [
  ['vi', 'light', 'dark', true],
  ['en', 'dark', 'light', WHOLE],
] as const) {
  const what = isLookedAt ? `is sound: ${language}, ${wide} on a wide screen, ${narrow}` : `has room: ${language},`
  test(`every page ${what} on a phone`, async ({ browser, baseURL }) => {
    const found: string[] = []
    const look = async (page: Page, view: View, scheme: 'light' | 'dark') => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await untilPainted(page)
      if (isLookedAt) found.push(...(await gravesOn(page)).map((fault) => `${view.name}, ${scheme}: ${fault}`))
    }
    await walk(browser, language, baseURL ?? '', isLookedAt ? WIDE : NARROW, async (page, view) => {
      if (isLookedAt) await look(page, view, wide)
      await page.setViewportSize(NARROW)
      await look(page, view, narrow)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > NARROW.width) found.push(`${view.name}: ${width} px wide`)
      if (WHOLE) await page.screenshot({ path: await artifact(`phone-${language}-${view.name}.png`) })
    })
    expect(found).toEqual([])
  })
}

test('the interface speaks the language chosen', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  await page.goto('/work')
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('common_nav_work'))
  await context.addCookies([{ name: 'language', value: 'en', url: page.url() }])
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('common_nav_work', {}, 'en'))
  await leave(context)
})

test('the text of a draft is marked as Vietnamese whatever the interface speaks', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  await page.goto(await draftIn(page, 'drafting'))
  await startWriting(page)
  await expect(bodyOf(page)).toHaveAttribute('lang', 'vi')
  await leave(context)
})
