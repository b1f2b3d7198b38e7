/**
 * Firefox, driven by the standard protocol (WebDriver BiDi), which it speaks itself: nothing to download. Playwright drives
 * only a Firefox of its own making, and the ESR of the distributions lacks commands that it sends.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { WebSocket } from 'ws'
import { z } from 'zod'

const PLACES = ['/usr/bin/firefox-esr', '/usr/bin/firefox']
const READY_WITHIN_MS = 90_000
const POLL_MS = 100

const message = z.object({
  id: z.number().nullish(),
  type: z.string(),
  error: z.string().optional(),
  message: z.string().optional(),
  result: z.unknown().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
})
const entry = z.object({ level: z.string(), text: z.string().nullable() })
const evaluated = z.object({
  type: z.string(),
  result: z.object({ value: z.unknown().optional() }).optional(),
  exceptionDetails: z.object({ text: z.string() }).optional(),
})

interface Waiting {
  resolve: (result: unknown) => void
  reject: (reason: Error) => void
}

export class Firefox {
  /** What pages wrote to the console as warnings and errors. */
  readonly complaints: string[] = []
  readonly #process: ChildProcess
  readonly #profile: string
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, Waiting>()
  #context = ''
  #sent = 0

  private constructor(child: ChildProcess, profile: string, socket: WebSocket) {
    this.#process = child
    this.#profile = profile
    this.#socket = socket
    socket.on('message', (bytes: Buffer) => this.#hear(bytes.toString()))
  }

  /** Throws with the way to get one where there is no Firefox. */
  static async launch(width = 1280, height = 900): Promise<Firefox> {
    const program = PLACES.find((place) => existsSync(place))
    if (!program) throw new Error('Firefox is not here. On Debian, as root: apt-get install firefox-esr')
    const profile = await mkdtemp(path.join(tmpdir(), 'but-phe-firefox-'))
    await writeFile(path.join(profile, 'user.js'), 'user_pref("intl.accept_languages", "vi-VN, vi");\n')
    const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0']
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    const socket = new WebSocket(`${await addressOf(child)}/session`)
    await once(socket, 'open')
    const firefox = new Firefox(child, profile, socket)
    await firefox.#send('session.new', { capabilities: {} })
    await firefox.#send('session.subscribe', { events: ['log.entryAdded'] })
    const tree = z.object({ contexts: z.array(z.object({ context: z.string() })) })
    firefox.#context = tree.parse(await firefox.#send('browsingContext.getTree', {})).contexts[0]?.context ?? ''
    await firefox.#inPage('browsingContext.setViewport', { viewport: { width, height } })
    return firefox
  }

  async go(url: string): Promise<void> {
    await this.#inPage('browsingContext.navigate', { url, wait: 'complete' })
  }

  /** What a function answers that runs in the page; it knows nothing of the test but its argument. */
  async run<Given, Answer>(act: (given: Given) => Answer | Promise<Answer>, given: Given): Promise<Answer> {
    const source = `async () => JSON.stringify((await (${act.toString()})(${JSON.stringify(given)})) ?? null)`
    const answer = evaluated.parse(
      await this.#send('script.callFunction', {
        functionDeclaration: source,
        awaitPromise: true,
        target: { context: this.#context },
        userActivation: true,
      }),
    )
    if (answer.type !== 'success') throw new Error(answer.exceptionDetails?.text ?? 'the page threw')
    return JSON.parse(String(answer.result?.value))
  }

  /** Asks the page again and again until it says yes. */
  async until<Given>(act: (given: Given) => boolean, given: Given, withinMs = 30_000): Promise<void> {
    for (const end = Date.now() + withinMs; Date.now() < end;) {
      if (await this.run(act, given).catch(() => false)) return // between two pages there is none to ask
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
    throw new Error(`not within ${withinMs} ms: ${act.toString()}`)
  }

  /** Presses the middle of the first element of a selector. */
  async click(selector: string): Promise<void> {
    await this.until((wanted) => document.querySelector(wanted) !== null, selector)
    const at = await this.run((wanted) => {
      const element = document.querySelector(wanted)
      element?.scrollIntoView({ block: 'center' })
      const box = element?.getBoundingClientRect()
      return box ? { x: Math.round(box.left + box.width / 2), y: Math.round(box.top + box.height / 2) } : null
    }, selector)
    if (!at) throw new Error(`no ${selector}`)
    const press = [
      { type: 'pointerMove', ...at },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ]
    await this.#inPage('input.performActions', { actions: [{ type: 'pointer', id: 'mouse', actions: press }] })
  }

  /** One key after the other; what is longer than a letter is a name of KEYS, with those that are held before it: "Control+z". */
  async press(...keys: string[]): Promise<void> {
    const actions = keys.flatMap((key) => {
      const held = key.length > 1 ? key.split('+').map((name) => KEYS[name] ?? name) : [key]
      const down = held.map((value) => ({ type: 'keyDown', value }))
      return [...down, ...held.toReversed().map((value) => ({ type: 'keyUp', value }))]
    })
    await this.#inPage('input.performActions', { actions: [{ type: 'key', id: 'keys', actions }] })
  }

  async type(words: string): Promise<void> {
    await this.press(...words)
  }

  async screenshot(file: string): Promise<void> {
    const { data } = z.object({ data: z.string() }).parse(await this.#inPage('browsingContext.captureScreenshot', {}))
    await writeFile(file, Buffer.from(data, 'base64'))
  }

  async close(): Promise<void> {
    this.#socket.close()
    const gone = once(this.#process, 'exit')
    this.#process.kill()
    await gone
    await rm(this.#profile, { recursive: true, force: true })
  }

  #inPage(method: string, params: object): Promise<unknown> {
    return this.#send(method, { context: this.#context, ...params })
  }

  #send(method: string, params: object): Promise<unknown> {
    const id = ++this.#sent
    this.#socket.send(JSON.stringify({ id, method, params }))
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  #hear(text: string): void {
    const { id, type, error, message: words, result, method, params } = message.parse(JSON.parse(text))
    if (method === 'log.entryAdded') {
      const { level, text: said } = entry.parse(params)
      if (level === 'error' || level === 'warn') this.complaints.push(`${level}: ${said ?? ''}`)
    }
    const waiting = id == null ? undefined : this.#waiting.get(id)
    if (id == null || !waiting) return
    this.#waiting.delete(id)
    if (type === 'error') waiting.reject(new Error(`${error ?? ''}: ${words ?? ''}`))
    else waiting.resolve(result)
  }
}

/** By the code points that WebDriver gives them. */
const KEYS: Record<string, string> = {
  Control: '\uE009',
  Alt: '\uE00A',
  Shift: '\uE008',
  Enter: '\uE007',
  Tab: '\uE004',
  Escape: '\uE00C',
  Backspace: '\uE003',
  Delete: '\uE017',
  End: '\uE010',
  Home: '\uE011',
  ArrowUp: '\uE013',
  ArrowDown: '\uE015',
  ArrowLeft: '\uE012',
  ArrowRight: '\uE014',
  F6: '\uE036',
}

async function addressOf(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => reject(new Error(`Firefox does not answer:\n${said}`)), READY_WITHIN_MS)
    child.stderr?.on('data', (part: Buffer) => {
      said += part.toString()
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(said)?.[1]
      if (!address) return
      clearTimeout(tooLate)
      resolve(address)
    })
    child.once('exit', (code) => reject(new Error(`Firefox ended with ${code}:\n${said}`)))
  })
}
