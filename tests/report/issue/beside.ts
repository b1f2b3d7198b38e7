/**
 * The PDF of 100 pages as we set it, beside what LibreOffice makes of our Word file of the same text. It is given every
 * advantage: it has started, it has read the file once before, and the same fonts lie ready.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PDFDocument } from 'pdf-lib'
import { fontFiles } from '../../../server/issue/fonts.ts'
import { toWord } from '../../../server/issue/word/index.ts'
import type { BodyNode, OfficialDocument } from '../../../src/lib/document/model.ts'
import { printModel } from '../../../src/lib/document/print.ts'
import { HUNDRED_PAGES } from '../../fixtures/hundred-pages.ts'
import { typesetterWith } from '../../tools/typesetter.ts'
import { hasLibreOffice } from '../review/word/oracle.ts'
import { at, type Measure } from './part.ts'

const run = promisify(execFile)
const CONVERT = fileURLToPath(new URL('convert.py', import.meta.url))
const ROUNDS = 5
/** Whatever is done the first time only. */
const WARM_UP = 1
const FACTOR = 12
/** Share of the words that may differ: numbers of pages. */
const LOST = 0.02
const NAME = 'LibreOffice on our Word file, 100 pages'

export const beside: Measure = {
  name: 'word beside',
  async figures(say) {
    if (!hasLibreOffice)
      return [`${NAME}: not measured, since libreoffice-writer-nogui and python3-uno are not installed`]
    const ours: number[] = []
    const again: number[] = []
    let own: Uint8Array = new Uint8Array()
    let model = printModel(longer(HUNDRED_PAGES))
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      model = printModel(inRound(longer(HUNDRED_PAGES), round))
      ;({ bytes: own } = await timed(() => typesetterWith().pdf(model), ours))
      await timed(() => typesetterWith().pdf(model), again)
    }
    const { times, pdf } = await libreOffice(await toWord(model))
    const [here, there] = [await lookAt(own), await lookAt(pdf)]
    say(`set by us on ${here.pages} pages, by LibreOffice on ${there.pages}`)
    if (Math.abs(here.words - there.words) > here.words * LOST)
      throw new Error(`${here.words} words here, ${there.words} by LibreOffice`)
    const [our, same, their] = [middle(ours), middle(again), middle(times)]
    if (their / our < FACTOR) process.exitCode = 1
    const than = (ms: number) => `${Math.round(ms)} ms; ${(Math.floor((their / ms) * 10) / 10).toFixed(1)} times`
    return [
      `${NAME}, started and read once before: ${Math.round(their)} ms; our PDF of a text never set before ${than(our)}; of the same text once more, as after a preview, ${than(same)}`,
    ]
  },
}

const middle = (all: readonly number[]) => at(0.5, all.slice(WARM_UP))

async function timed<T>(work: () => Promise<T>, times: number[]): Promise<T> {
  const began = performance.now()
  const made = await work()
  times.push(performance.now() - began)
  return made
}

/** The fixture fills 91 pages. */
function longer({ body, ...rest }: OfficialDocument): OfficialDocument {
  const blocks = body.content ?? []
  return { ...rest, body: { ...body, content: [...blocks, ...blocks.slice(3, 66)] } }
}

/** No line is as in the round before: Typst remembers what it has set. */
function inRound({ body, ...rest }: OfficialDocument, round: number): OfficialDocument {
  const stamped = (node: BodyNode): BodyNode => ({
    ...node,
    ...(node.text !== undefined && { text: `${round} ${node.text}` }),
    ...(node.content && { content: node.content.map(stamped) }),
  })
  return { ...rest, body: stamped(body) }
}

async function lookAt(pdf: Uint8Array): Promise<{ pages: number; words: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-beside-'))
  try {
    const file = path.join(folder, 'a.pdf')
    writeFileSync(file, pdf)
    const { stdout } = await run('pdftotext', [file, '-'], { maxBuffer: 64 * 1024 * 1024 })
    return { pages: (await PDFDocument.load(pdf)).getPageCount(), words: stdout.split(/\s+/).length }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function libreOffice(word: Uint8Array): Promise<{ times: number[]; pdf: Uint8Array }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-beside-'))
  try {
    const file = path.join(folder, 'hundred.docx')
    writeFileSync(file, word)
    const fonts = path.join(folder, 'fonts.conf')
    writeFileSync(fonts, fontsWith(fontFiles(process.cwd()), path.join(folder, 'cache')))
    const { stdout } = await run('/usr/bin/python3', [CONVERT, folder, file, String(WARM_UP + ROUNDS)], {
      env: { ...process.env, FONTCONFIG_FILE: fonts },
    })
    return { times: stdout.trim().split('\n').map(Number), pdf: readFileSync(path.join(folder, 'out.pdf')) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Tinos has the widths of Times New Roman. */
const fontsWith = (files: readonly string[], cache: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
${files.map((file) => `  <dir>${path.dirname(file)}</dir>`).join('\n')}
  <cachedir>${cache}</cachedir>
  <alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias>
</fontconfig>
`
