/**
 * Vietnamese as it comes from keyboards. Two kinds of input method are about (lessons, "Vietnamese typing"): those that
 * compose (Windows' own, IBus, macOS), and those that send backspaces and text (UniKey, EVKey).
 */
import type { Page } from '@playwright/test'

/** Words a composing method sends: the letters as typed so far, then the finished word. */
const TELEX: Record<string, string[]> = {
  Điều: ['D', 'Đ', 'Đi', 'Điê', 'Điêu', 'Điều'],
  quyết: ['q', 'qu', 'quy', 'quyê', 'quyêt', 'quyết'],
  định: ['d', 'đ', 'đi', 'đin', 'đinh', 'định'],
  này: ['n', 'na', 'này'],
  có: ['c', 'co', 'có'],
  hiệu: ['h', 'hi', 'hiê', 'hiêu', 'hiệu'],
  lực: ['l', 'lu', 'lư', 'lưc', 'lực'],
  từ: ['t', 'tu', 'tư', 'từ'],
  ngày: ['n', 'ng', 'nga', 'ngay', 'ngày'],
}

/** Types with composition events, as DevTools' input domain makes them: real ones, that the browser handles itself. */
export async function compose(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  for (const part of text.split(/( )/)) {
    for (const stage of TELEX[part] ?? stagesOf(part)) {
      await session.send('Input.imeSetComposition', {
        text: stage,
        selectionStart: stage.length,
        selectionEnd: stage.length,
      })
    }
    await session.send('Input.insertText', { text: part })
  }
  await session.detach()
}

/** Types letter by letter; a letter with a tone comes plain first and is taken back, as UniKey does it. */
export async function typeWithBackspaces(page: Page, text: string): Promise<void> {
  for (const letter of text) {
    const plain = plainOf(letter)
    if (plain !== letter) {
      await page.keyboard.insertText(plain)
      await page.keyboard.press('Backspace')
    }
    if (letter === '\n') await page.keyboard.press('Enter')
    else await page.keyboard.insertText(letter)
  }
}

/** Pastes as a person does, with plain text and, when given, what Word puts beside it. */
export async function paste(page: Page, text: string, html?: string): Promise<void> {
  await page.evaluate(
    ({ text, html }) => {
      const data = new DataTransfer()
      data.setData('text/plain', text)
      if (html) data.setData('text/html', html)
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    },
    { text, html },
  )
}

const stagesOf = (word: string): string[] => [...word].map((_, i) => word.slice(0, i + 1))

function plainOf(letter: string): string {
  if (letter === 'đ') return 'd'
  if (letter === 'Đ') return 'D'
  return letter.normalize('NFD').replace(/\p{M}/gu, '')
}

/** Types an "x" again and again, a few at least, until told to stop; then tells how many. */
export function keepTyping(page: Page): () => Promise<number> {
  let isOn = true
  const typing = (async () => {
    let typed = 0
    while (isOn || typed < 5) {
      await page.keyboard.insertText('x')
      typed++
      await page.waitForTimeout(30)
    }
    return typed
  })()
  return () => {
    isOn = false
    return typing
  }
}
