import type { Page } from '@playwright/test'
import { act, bodyOf, choose, confirm, newDraft, startWriting, untilSaved } from './desk.ts'
import { paste } from './typing.ts'
import { say } from './words.ts'

/** A letter with these lines, submitted to the reviewer "thanhlv" and the leader "thangld"; gives back its address. */
export async function submittedLetter(page: Page, subject: string, lines: readonly string[]): Promise<string> {
  const address = await newDraft(page, 'Công văn', subject)
  await startWriting(page)
  await bodyOf(page).click()
  await page.keyboard.press('Control+End')
  await paste(page, lines.map((line) => `\n${line}`).join(''))
  await untilSaved(page)
  await act(page, 'editor_act_submit')
  await choose(page, say('editor_reviewer'), 'thanhlv')
  await choose(page, say('editor_leader'), 'thangld')
  await confirm(page, 'editor_act_submit')
  return address
}
