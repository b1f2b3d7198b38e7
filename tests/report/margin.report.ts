/**
 * `npm run report:margin`: a draft of a hundred pages with six hundred threads. How much longer it opens than without them,
 * and the longest frame while the margin scrolls. Fails above the house's figures; to be read only where nothing else runs.
 */
import { expect, type Page, test } from '@playwright/test'
import * as Y from 'yjs'
import { indicatorOf } from '../e2e/support/desk.ts'
import { signIn } from '../e2e/support/people.ts'
import { say } from '../e2e/support/words.ts'
import { HUNDRED_PAGES } from '../fixtures/hundred-pages.ts'
import { openFixture } from '../tools/lines/measure.ts'
import { openDraft } from '../tools/open-draft.ts'

const THREADS = 600
const MOST_FRAME_MS = 50
const MOST_MORE_MS = 300
/** Of which the middle one counts. */
const OPENINGS = 7
const SCROLLED_FRAMES = 400
const PX_A_FRAME = 160

test(`${THREADS} threads on a hundred pages`, async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await signIn(page, 'mailt')
  const fixture = { name: '100 pages', kind: 'Quyết định', document: HUNDRED_PAGES }
  const address = await openFixture(page, fixture)
  const bare = await openingMs(page, address)
  const quietFrame = await longestFrame(page)
  await speakAbout(page, address, THREADS)
  const full = await openingMs(page, address)
  await expect(page.getByText(say('review_count', { count: THREADS }))).toBeVisible()
  await page.waitForTimeout(3_000)
  const frame = await longestFrame(page)
  process.stdout.write(
    `opening: ${bare.toFixed(0)} ms without, ${full.toFixed(0)} ms with ${THREADS} threads\n` +
      `longest frame while scrolling: ${quietFrame.toFixed(0)} ms without, ${frame.toFixed(0)} ms with them\n`,
  )
  expect.soft(full - bare).toBeLessThanOrEqual(MOST_MORE_MS)
  expect.soft(frame).toBeLessThanOrEqual(MOST_FRAME_MS)
})

/** Until all of the text is here and, where there are threads, the first of them stands beside it. */
async function openingMs(page: Page, address: string): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < OPENINGS; round++) {
    await page.goto('about:blank')
    const began = performance.now()
    await page.goto(address, { waitUntil: 'commit' })
    await expect(indicatorOf(page)).toHaveText(say('collab_saved'))
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)[Math.floor(OPENINGS / 2)] ?? 0
}

/** Scrolls through the whole page, so much a frame. */
function longestFrame(page: Page): Promise<number> {
  return page.evaluate(
    async ({ frames, px }) => {
      const next = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
      scrollTo(0, 0)
      let before = await next()
      let longest = 0
      for (let frame = 0; frame < frames; frame++) {
        scrollBy(0, px)
        const now = await next()
        if (frame > 2) longest = Math.max(longest, now - before)
        before = now
      }
      return longest
    },
    { frames: SCROLLED_FRAMES, px: PX_A_FRAME },
  )
}

/** Says something about the first words of so many lines. */
async function speakAbout(page: Page, address: string, count: number): Promise<void> {
  const { origin } = new URL(page.url())
  const cookies = await page.context().cookies(origin)
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const draftId = address.split('/').at(-1) ?? ''
  const passages = await openDraft({ office: origin, draftId, cookie }, (doc) => passagesIn(doc))
  for (let at = 0; at < count; at++) {
    const { anchor, quote } = passages[Math.floor((at * passages.length) / count)] ?? { anchor: null, quote: '' }
    const text = `Ý kiến ${at + 1}: đề nghị rà soát lại nội dung này cho thống nhất với ý kiến của các sở, ngành.`
    const answer = await page.request.post(`${address}/threads`, {
      headers: { accept: 'application/json', origin },
      data: { act: 'open', anchor, quote, text },
    })
    expect(answer.ok(), await answer.text()).toBe(true)
  }
}

const QUOTED = 24

function passagesIn(doc: Y.Doc) {
  return [...doc.getXmlFragment('body').createTreeWalker((node) => node instanceof Y.XmlText)].flatMap((text) => {
    if (!(text instanceof Y.XmlText) || text.length < QUOTED) return []
    const at = (index: number, assoc: number): unknown =>
      Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index, assoc))
    const words = text.toDelta().map(({ insert }: { insert?: unknown }) => (typeof insert === 'string' ? insert : ' '))
    return [{ anchor: { start: at(0, 0), end: at(QUOTED, -1) }, quote: words.join('').slice(0, QUOTED) }]
  })
}
