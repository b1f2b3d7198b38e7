/**
 * What input methods send, written down as they send it (lessons, "Vietnamese typing"): each log puts the same letters as
 * somebody without an input method would. Chromium handles the compositions itself; what only other engines send is done to
 * the page as they do it.
 */
import type { CDPSession, Page } from '@playwright/test'
import { WHOLE } from '../../whole.ts'

/** One thing that a keyboard does. */
export type Stroke =
  /** The syllable that is being composed reads so by now. */
  | { compose: string }
  /** It stands; what is composed ends. */
  | { commit: string }
  /** A key of the keyboard. */
  | { press: string; times?: number }
  /** Letters that come without a key. */
  | { put: string }
  /** A key of the screen that takes the letter before the caret: no key is heard. */
  | { take: number }
  /** So many letters before the caret are composed anew. */
  | { again: number; as: string }
  /** The letters before the caret become others at once, as spelling or a bar of words has it. */
  | { replace: number; by: string }
  /** Nobody types for so long. */
  | { rest: number }

export interface Log {
  name: string
  strokes: readonly Stroke[]
  /** What plain typing would do. */
  plain: readonly Stroke[]
  /** Strokes of the same kinds as in another log, for other letters: with WHOLE=1. */
  isLikeAnother?: true
}

const press = (press: string, times = 1): Stroke => ({ press, times })
const put = (put: string): Stroke => ({ put })
const keys = (letters: string): Stroke[] => [...letters].map((letter) => put(letter))
const composed = (...stages: string[]): Stroke[] => [
  ...stages.map((compose): Stroke => ({ compose })),
  { commit: stages.at(-1) ?? '' },
]
/** As UniKey mends a syllable: so many backspaces, and the letters anew. */
const mended = (times: number, letters: string): Stroke[] => [press('Backspace', times), put(letters)]
/** As the screen of a phone mends it. */
const screened = (count: number, letters: string): Stroke[] => [{ take: count }, put(letters)]

/** Longer than a page waits before it sends what was suggested. */
const REST_MS = 1_500

const ALL: readonly Log[] = [
  {
    name: 'Telex, composed',
    plain: keys(' thực hiện'),
    strokes: [
      { commit: ' ' },
      ...composed('t', 'th', 'thu', 'thư', 'thưc', 'thực'),
      { commit: ' ' },
      ...composed('h', 'hi', 'hie', 'hiê', 'hiên', 'hiện'),
    ],
  },
  {
    name: 'VNI, composed with the signs behind the letters',
    isLikeAnother: true,
    plain: keys(' đường bộ'),
    strokes: [
      { commit: ' ' },
      ...composed('d', 'du', 'duo', 'duon', 'duong', 'đuong', 'đương', 'đường'),
      { commit: ' ' },
      ...composed('b', 'bo', 'bô', 'bộ'),
    ],
  },
  {
    name: 'a composition that is taken back to nothing and begun again',
    plain: keys(' rõ'),
    strokes: [
      { commit: ' ' },
      { compose: 'n' },
      { compose: 'nh' },
      { compose: 'n' },
      { compose: '' },
      ...composed('r', 'ro', 'rõ'),
    ],
  },
  {
    name: 'UniKey, Telex',
    plain: keys(' thực hiện'),
    strokes: [
      ...keys(' thu'),
      ...mended(1, 'ư'),
      ...keys('c'),
      ...mended(2, 'ực'),
      ...keys(' hie'),
      ...mended(1, 'ê'),
      ...keys('n'),
      ...mended(2, 'ện'),
    ],
  },
  {
    name: 'UniKey, VNI',
    isLikeAnother: true,
    plain: keys(' đường'),
    strokes: [
      ...keys(' duong'),
      ...mended(5, 'đuong'),
      ...mended(3, 'ơng'),
      ...mended(4, 'ương'),
      ...mended(4, 'ường'),
    ],
  },
  {
    name: 'a tone that is changed when the word was sent already',
    plain: keys(' hoà'),
    strokes: [...keys(' hoa'), { rest: REST_MS }, ...mended(2, 'òa'), { rest: REST_MS }, ...mended(2, 'oà')],
  },
  {
    name: 'a tone in words of the text',
    plain: [press('Shift+ArrowLeft', 2), put('ủa')],
    strokes: [...mended(2, 'ua'), ...mended(2, 'ùa'), ...mended(2, 'ủa')],
  },
  {
    name: 'Android, a word of the text composed anew',
    plain: [press('Shift+ArrowLeft', 3), put('quyết')],
    strokes: [
      { again: 3, as: 'quả' },
      { compose: 'qu' },
      { compose: 'quy' },
      { compose: 'quyê' },
      { compose: 'quyêt' },
      ...composed('quyết'),
    ],
  },
  {
    name: 'Android, a word that was composed and is taken up again',
    plain: keys(' đúng hạn'),
    strokes: [
      { commit: ' ' },
      ...composed('d', 'đ', 'đu', 'đun', 'đung', 'đúng'),
      { commit: ' ' },
      ...composed('h', 'ha', 'han'),
      { rest: REST_MS },
      { again: 3, as: 'han' },
      ...composed('hạn'),
    ],
  },
  {
    name: 'iOS, which takes and puts without keys',
    plain: keys(' thực tế'),
    strokes: [
      ...keys(' thu'),
      ...screened(1, 'ư'),
      ...keys('c'),
      ...screened(2, 'ực'),
      ...keys(' te'),
      ...screened(1, 'ế'),
    ],
  },
  {
    name: 'a word of the text that the spelling replaces',
    plain: [press('Shift+ArrowLeft', 3), put('quá')],
    strokes: [{ replace: 3, by: 'quá' }],
  },
  {
    name: 'a word just typed that the spelling replaces',
    plain: keys(' nghiệm túc'),
    strokes: [...keys(' nghiem túc'), press('ArrowLeft', 4), { replace: 6, by: 'nghiệm' }],
  },
]
export const LOGS = ALL.filter(({ isLikeAnother }) => WHOLE || !isLikeAnother)

export async function play(page: Page, strokes: readonly Stroke[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  for (const stroke of strokes) await strike(page, session, stroke)
  await session.detach()
}

async function strike(page: Page, session: CDPSession, stroke: Stroke): Promise<void> {
  if ('compose' in stroke) await compose(session, stroke.compose)
  else if ('commit' in stroke) await session.send('Input.insertText', { text: stroke.commit })
  else if ('press' in stroke)
    for (let time = 0; time < (stroke.times ?? 1); time++) await page.keyboard.press(stroke.press)
  else if ('put' in stroke) await page.keyboard.insertText(stroke.put)
  else if ('rest' in stroke) await page.waitForTimeout(stroke.rest)
  else if ('take' in stroke)
    await page.evaluate((count) => {
      for (let letter = 0; letter < count; letter++) document.execCommand('delete')
    }, stroke.take)
  else if ('again' in stroke) {
    // Chromium then composes over these letters, and tells what they were, as when an input method takes a word up again.
    for (let letter = 0; letter < stroke.again; letter++) await page.keyboard.press('Shift+ArrowLeft')
    await compose(session, stroke.as)
  } else await page.evaluate(replaceBeforeCaret, stroke)
}

const compose = (session: CDPSession, text: string) =>
  session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })

/** As WebKit and Gecko do it: they say so, and change the page's own text. */
function replaceBeforeCaret({ replace, by }: { replace: number; by: string }): void {
  const { anchorNode, anchorOffset } = getSelection() ?? { anchorNode: null, anchorOffset: 0 }
  let text: Node | null = anchorNode
  let end = anchorOffset
  while (text && !(text instanceof Text)) {
    text = text === anchorNode ? (text.childNodes[anchorOffset - 1] ?? null) : text.lastChild
    end = text?.textContent?.length ?? 0
  }
  if (!(text instanceof Text)) throw new Error('no letters before the caret')
  const how = { inputType: 'insertReplacementText', data: by, bubbles: true }
  const target = text.parentElement
  if (!target?.dispatchEvent(new InputEvent('beforeinput', { ...how, cancelable: true }))) return
  text.replaceData(end - replace, replace, by)
  getSelection()?.collapse(text, end - replace + by.length)
  target.dispatchEvent(new InputEvent('input', how))
}
