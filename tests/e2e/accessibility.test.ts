/** axe on every page, in both languages, on a light and a dark desk; nothing wider than a phone. */
import { expect, test, type Browser, type Page } from '@playwright/test'
import { gravesOn } from './support/axe.ts'
import { bodyOf, draftIn, startWriting } from './support/desk.ts'
import { artifact } from './support/outside.ts'
import { seat, type Username } from './support/people.ts'
import { say, type Language } from './support/words.ts'

test.setTimeout(240_000)

interface View {
  name: string
  /** Nobody = not signed in. */
  who: Username | null
  open(page: Page): Promise<unknown>
}

const at = (address: string) => (page: Page) => page.goto(address)
const admin = ['agency', 'units', 'people', 'people/new', 'registers', 'keys', 'authorities', 'record']

const VIEWS: View[] = [
  { name: 'sign-in', who: null, open: at('/sign-in') },
  { name: 'verify', who: null, open: at('/verify') },
  { name: 'verify-unknown-code', who: null, open: at('/verify/AAAA-BBBB-CCCC') },
  { name: 'not-found', who: 'mailt', open: at('/khong-co-trang-nay') },
  { name: 'work', who: 'mailt', open: at('/work') },
  { name: 'work-of-a-leader', who: 'thangld', open: at('/work') },
  { name: 'new-draft', who: 'mailt', open: at('/drafts/new') },
  { name: 'account', who: 'mailt', open: at('/account') },
  { name: 'documents', who: 'mailt', open: at('/documents') },
  {
    name: 'document',
    who: 'mailt',
    async open(page) {
      await page.goto('/documents')
      await page.locator('a[href^="/documents/"]:not([href*=".csv"])').first().click()
      await page.waitForURL(/\/documents\/[0-9a-f-]{36}/)
    },
  },
  {
    name: 'draft-reading',
    who: 'toanvv',
    async open(page) {
      await page.goto(await draftIn(page, 'review'))
      await expect(page.locator('[data-saving]')).toHaveAttribute('data-saving', 'read-only')
      await expect(page.getByRole('article').first()).toBeVisible()
    },
  },
  {
    name: 'draft-writing',
    who: 'mailt',
    async open(page) {
      await page.goto(await draftIn(page, 'drafting'))
      await expect(page.locator('[data-saving="stored"]')).toBeVisible()
      const write = page.locator('header button').filter({ has: page.locator('.lucide-pencil-line') })
      if ((await write.count()) > 0) await write.click()
      await expect(page.locator('.body[contenteditable="true"]')).toBeVisible()
    },
  },
  {
    name: 'finalize',
    who: 'thangld',
    async open(page) {
      await page.goto(`${await draftIn(page, 'approved')}/finalize`)
      await expect(page.locator('input[name="pin"]')).toBeVisible()
    },
  },
  ...admin.map((page): View => ({
    name: `admin-${page.replace('/', '-')}`,
    who: 'quantri',
    open: at(`/admin/${page}`),
  })),
]

/** One browser for each person; `use` sees every view of theirs. */
async function walk(
  browser: Browser,
  { language = 'vi', dark = false, width = 1280 }: { language?: Language; dark?: boolean; width?: number },
  use: (page: Page, view: View) => Promise<void>,
): Promise<void> {
  for (const who of new Set(VIEWS.map((view) => view.who))) {
    const { page, context } = who ? await seat(browser, who) : await stranger(browser)
    const origin = new URL(page.url() === 'about:blank' ? (process.env.BUT_PHE_URL ?? '') : page.url()).origin
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' })
    for (const view of VIEWS.filter((one) => one.who === who)) {
      // A draft is found by its state in the list, which the helper reads in Vietnamese.
      await view.open(page)
      if (language === 'en') {
        await context.addCookies([{ name: 'language', value: 'en', url: origin }])
        await page.reload()
        await page.waitForLoadState('networkidle')
      }
      await use(page, view)
      await context.clearCookies({ name: 'language' })
    }
    await context.close()
  }
}

async function stranger(browser: Browser) {
  const context = await browser.newContext()
  return { context, page: await context.newPage() }
}

for (const language of ['vi', 'en'] as const) {
  for (const dark of [false, true]) {
    test(`axe finds no serious fault on any page: ${language}, ${dark ? 'dark' : 'light'}`, async ({ browser }) => {
      const found: string[] = []
      await walk(browser, { language, dark }, async (page, view) => {
        found.push(...(await gravesOn(page)).map((fault) => `${view.name}: ${fault}`))
      })
      expect(found).toEqual([])
    })
  }
}

test('at 360 px nothing is cut off or needs sideways scrolling', async ({ browser }) => {
  const wide: string[] = []
  await walk(browser, { width: 360 }, async (page, view) => {
    await page.waitForLoadState('networkidle')
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    if (width > 360) wide.push(`${view.name}: ${width} px`)
    await page.screenshot({ path: await artifact(`phone-${view.name}.png`) })
  })
  expect(wide).toEqual([])
})

test('the interface speaks the language chosen', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  await page.goto('/work')
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('common_nav_work'))
  await context.addCookies([{ name: 'language', value: 'en', url: page.url() }])
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('common_nav_work', {}, 'en'))
  await context.close()
})

test('the text of a draft is marked as Vietnamese whatever the interface speaks', async ({ browser }) => {
  const { page, context } = await seat(browser, 'mailt')
  await page.goto(await draftIn(page, 'drafting'))
  await startWriting(page)
  await expect(bodyOf(page)).toHaveAttribute('lang', 'vi')
  await context.close()
})
