/** Makes a draft of a fixture, opens it, and compares what the browser has set with the PDF of the same moment. */
import type { Page } from '@playwright/test'
import { bodyOf, newDraft, stopWriting } from '../../e2e/support/desk.ts'
import type { Fixture } from '../../fixtures/documents.ts'
import { fillDraft } from '../fill-draft.ts'
import { compare, type Comparison } from './compare.ts'
import { readScreen } from './screen.ts'

/** Three long texts that are drawn and set at once on two cores take their time. */
const SET = { timeout: 60_000 }

/** Opens the fixture for reading; the page must be signed in. Returns the draft's address. */
export async function openFixture(page: Page, { kind, document }: Fixture): Promise<string> {
  const address = await newDraft(page, kind, document.fields.subject)
  const cookies = await page.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const draftId = address.split('/').at(-1) ?? ''
  await fillDraft({ office: new URL(page.url()).origin, draftId, cookie }, document)
  const marks = page.waitForResponse((response) => response.url().endsWith(`${draftId}/pages`) && response.ok(), SET)
  await page.goto(address)
  await bodyOf(page).waitFor()
  await marks
  await stopWriting(page)
  return address
}

export async function compareLines(page: Page, address: string): Promise<Comparison> {
  await page.evaluate(async () => {
    await document.fonts.ready
    for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
  })
  const [screen, pdf] = [await readScreen(page), await page.request.get(`${address}/preview.pdf`)]
  return compare(screen, await pdf.body())
}
