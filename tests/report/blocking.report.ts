/**
 * `npm run report:blocking`: how long scripts run at a time that a key sets going behind the letter itself – the format
 * check with 300 findings, their cards, outline and word count – and those of a search, in 100 pages. Fails above a
 * frame, for a search above two. Painting and garbage collection are not counted. To be read only where nothing else runs.
 */
import { type CDPSession, expect, type Page, test } from '@playwright/test'
import type { BodyNode } from '../../src/lib/document/model.ts'
import { bodyOf, startWriting } from '../e2e/support/desk.ts'
import { signIn } from '../e2e/support/people.ts'
import { say } from '../e2e/support/words.ts'
import { HUNDRED_PAGES } from '../fixtures/hundred-pages.ts'
import { openFixture } from '../tools/lines/measure.ts'

const MOST_MS = 16
/** A search is drawn at once, after its letter. */
const MOST_SEARCHING_MS = 2 * MOST_MS
/** The key itself and the picture with its letter are measured by typing.report.ts. */
const LETTER_MS = 60
const KEYS = 8
const IN_THE_MIDDLE = 'Nội dung 300.'

// Wide enough for outline and margin beside the page.
test.use({ trace: 'off', viewport: { width: 1440, height: 900 } })

test('behind the letters, and in the search field', async ({ page, context }) => {
  await signIn(page, 'mailt')
  const document = { ...HUNDRED_PAGES, body: withFaults(HUNDRED_PAGES.body) }
  await openFixture(page, { name: '100 pages with faults', kind: 'Quyết định', document })
  await startWriting(page)
  await page.getByRole('button', { name: say('editor_outline') }).click()
  await expect.poll(() => page.locator('[data-slot]').count(), { timeout: 30_000 }).toBeGreaterThan(250)
  await bodyOf(page).getByText(IN_THE_MIDDLE).click()
  await page.keyboard.press('End')
  await page.waitForTimeout(3_000)
  const cdp = await context.newCDPSession(page)
  const typing = await tasksWhile(cdp, () => press(page, 'a'.repeat(KEYS), 2_000))
  await page.keyboard.press('Control+f')
  await page.waitForTimeout(1_000)
  const finding = await tasksWhile(cdp, () => press(page, 'nhdoviet', 150))

  const behind = typing.filter(({ sinceKeyMs }) => sinceKeyMs > LETTER_MS).map(({ ms }) => ms)
  const searching = finding.map(({ ms }) => ms)
  const line = (name: string, all: number[]) => `${name}: longest ${Math.max(0, ...all).toFixed(1)} ms\n`
  process.stdout.write(`\n${line('behind the letters', behind)}${line('in the search field', searching)}`)
  expect.soft(Math.max(0, ...behind)).toBeLessThanOrEqual(MOST_MS)
  expect.soft(Math.max(0, ...searching)).toBeLessThanOrEqual(MOST_SEARCHING_MS)
})

/** Two blanks in every other text: a finding each. */
function withFaults(node: BodyNode): BodyNode {
  let count = 0
  const spoil = (one: BodyNode): BodyNode => {
    if (one.text !== undefined)
      return count++ % 2 === 0 ? { ...one, text: one.text.replace('phối hợp', 'phối  hợp') } : one
    return { ...one, ...(one.content && { content: one.content.map(spoil) }) }
  }
  return spoil(node)
}

async function press(page: Page, keys: string, pauseMs: number): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key)
    await page.waitForTimeout(pauseMs)
  }
}

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  /** Microseconds. */
  ts: number
  dur: number
  args: { data?: { type?: string } }
}

/** How long scripts run in each task of the page's main thread while something is done, without garbage collection. */
async function tasksWhile(cdp: CDPSession, act: () => Promise<void>): Promise<{ ms: number; sinceKeyMs: number }[]> {
  const events: TraceEvent[] = []
  const take = ({ value }: { value: object[] }) => void events.push(...(value as TraceEvent[]))
  cdp.on('Tracing.dataCollected', take)
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'] },
  })
  await act()
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve))
  await cdp.send('Tracing.end')
  await complete
  cdp.off('Tracing.dataCollected', take)

  const keys = events.filter(({ name, args }) => name === 'EventDispatch' && args.data?.type === 'keydown')
  const [first] = keys
  if (!first) throw new Error('no key was seen')
  const main = events.filter(({ pid, tid, ph }) => pid === first.pid && tid === first.tid && ph === 'X')
  const within = (outer: TraceEvent, { ts, dur }: TraceEvent) => ts >= outer.ts && ts + dur <= outer.ts + outer.dur
  const scripts = main.filter(({ name }) => name === 'FunctionCall')
  const outermost = scripts.filter((one) => !scripts.some((other) => other !== one && within(other, one)))
  const collections = main
    .filter(({ name }) => name === 'MajorGC' || name === 'MinorGC')
    .filter((one) => outermost.some((script) => within(script, one)))
  return main
    .filter(({ name, ts }) => name === 'RunTask' && ts > first.ts)
    .map((task) => {
      const sum = (all: TraceEvent[]) =>
        all.filter((one) => within(task, one)).reduce((ms, { dur }) => ms + dur / 1000, 0)
      const key = keys.findLast(({ ts }) => ts <= task.ts + task.dur) ?? first
      return { ms: sum(outermost) - sum(collections), sinceKeyMs: (task.ts - key.ts) / 1000 }
    })
}
