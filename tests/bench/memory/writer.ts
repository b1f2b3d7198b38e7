/** One person with one draft open: types into it and follows its pages, as the editor with its page view does. */
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { PASSWORD } from '../../../server/demonstration/people.ts'
import { COLLAB_PATH, MESSAGE } from '../../../src/lib/collab/protocol.ts'
import type { OfficialDocument } from '../../../src/lib/document/model.ts'
import { fillDraft } from '../../tools/fill-draft.ts'

const BETWEEN_WORDS_MS = 400
/** The editor asks four times a second at most; ten at once are throttled to fewer by the server's turn-taking. */
const BETWEEN_LOOKS_MS = 1_000

export class Writer {
  readonly #url: string
  readonly #draftId: string
  readonly #cookie: string
  readonly #doc = new Y.Doc()
  readonly #provider: WebsocketProvider
  /** Pages that it shows, by hash. */
  #shown = new Set<string>()
  /** Why pages could not be shown, each time that they could not. */
  readonly refused: string[] = []

  private constructor(url: string, draftId: string, cookie: string) {
    this.#url = url
    this.#draftId = draftId
    this.#cookie = cookie
    class SignedInSocket extends WebSocket {
      constructor(address: string) {
        super(address, { headers: { cookie }, origin: url })
      }
    }
    this.#provider = new WebsocketProvider(url.replace(/^http/, 'ws') + COLLAB_PATH, draftId, this.#doc, {
      // `ws` is a WebSocket in all that y-websocket uses of one; their types differ in events only.
      WebSocketPolyfill: SignedInSocket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    })
    for (const message of [MESSAGE.stored, MESSAGE.standing]) this.#provider.messageHandlers[message] = () => {}
  }

  /** Signs in, begins a draft, fills it, and opens it. */
  static async open(url: string, username: string, document: OfficialDocument): Promise<Writer> {
    const signedIn = await post(`${url}/sign-in?/password`, { username, password: PASSWORD })
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const begun = await post(`${url}/drafts/new`, { kind: 'quyet-dinh', subject: 'Đo bộ nhớ', dueAt: '' }, cookie)
    const draftId = begun.headers.get('location')?.split('/').at(-1)
    if (!draftId) throw new Error(`no draft was begun: ${begun.status} ${await begun.text()}`)
    await fillDraft({ office: url, draftId, cookie }, document)
    return new Writer(url, draftId, cookie)
  }

  async writeAndLook(until: number): Promise<void> {
    await Promise.all([this.#write(until), this.#look(until)])
  }

  async leave(): Promise<void> {
    this.#provider.destroy()
    this.#doc.destroy()
  }

  async #write(until: number): Promise<void> {
    for (let n = 0; Date.now() < until; n++) {
      const texts = [...this.#doc.getXmlFragment('body').createTreeWalker((node) => node instanceof Y.XmlText)]
      const text = texts[Math.floor(texts.length / 2)]
      if (text instanceof Y.XmlText) {
        // What is written is taken out again: the text stays as long as it is.
        if (n % 20 === 19) text.delete(0, Math.min(text.length, 19 * WORD.length))
        else text.insert(0, WORD)
      }
      await sleep(BETWEEN_WORDS_MS)
    }
  }

  async #look(until: number): Promise<void> {
    for (; Date.now() < until; await sleep(BETWEEN_LOOKS_MS)) {
      const answer = await this.#get('pages?pictures')
      if (!answer.ok) continue
      const { pictures, code }: { pictures?: { hash: string }[]; code?: string } = await answer.json()
      if (!pictures) {
        this.refused.push(code ?? '')
        continue
      }
      const now = new Set(pictures.map(({ hash }) => hash))
      for (const hash of now) if (!this.#shown.has(hash)) await (await this.#get(`pages/${hash}`)).arrayBuffer()
      this.#shown = now
    }
  }

  /** Once more where a line that had rested was closed at that moment, as a browser does. */
  #get(path: string): Promise<Response> {
    const ask = () => fetch(`${this.#url}/drafts/${this.#draftId}/${path}`, { headers: { cookie: this.#cookie } })
    return ask().catch(ask)
  }
}

const WORD = 'quy định '

function post(address: string, fields: Record<string, string>, cookie = ''): Promise<Response> {
  const { origin } = new URL(address)
  return fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, cookie, accept: 'text/html' },
    body: new URLSearchParams(fields),
  })
}
