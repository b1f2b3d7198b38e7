/** From a key to the painted letter with 500 suggestions in 100 pages, in a browser on the built product (typing.report.ts). */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Part } from './part.ts'

export const typing: Part = {
  name: 'typing',
  async lines(say) {
    const config = 'tests/report/playwright.config.ts'
    const child = spawn('npx', ['playwright', 'test', '--config', config, 'typing', '-g', '500 suggestions'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (part: Buffer) => (said += part.toString()))
    const [code] = (await once(child, 'exit')) as [number | null]
    for (const line of said.split('\n')) if (/p50|p95|times plain|suggestions,/.test(line)) say(line)
    const [line] = /typing with \d+ suggestions: [\d.]+ times plain Tiptap/.exec(said) ?? []
    if (code !== 0) process.exitCode = 1
    if (!line) throw new Error(`typing was not measured:\n${said.slice(-2_000)}`)
    return [line]
  },
}
