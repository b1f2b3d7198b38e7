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
import type { OfficialDocument } from '../../../src/lib/document/model.ts'
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
const NAME = 'LibreOffice on our Word file, 100 pages'

export const beside: Measure = {
  name: 'word beside',
  async figures(say) {
    if (!hasLibreOffice)
      return [`${NAME}: not measured, since libreoffice-writer-nogui and python3-uno are not installed`]
    const model = printModel(longer(HUNDRED_PAGES))
    const ours: number[] = []
    let pages = 0
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const began = performance.now()
      const { bytes } = await typesetterWith().pdf(model)
      ours.push(performance.now() - began)
      pages = (await PDFDocument.load(bytes)).getPageCount()
    }
    const { times, pages: theirPages } = await libreOffice(await toWord(model))
    say(`set by us on ${pages} pages, by LibreOffice on ${theirPages}`)
    const [own, their] = [at(0.5, ours.slice(WARM_UP)), at(0.5, times.slice(WARM_UP))]
    const factor = Math.floor((their / own) * 10) / 10
    const isShort = factor < FACTOR
    if (isShort) process.exitCode = 1
    return [
      `${NAME}: ${Math.round(their)} ms; our PDF ${Math.round(own)} ms; ${factor} times${isShort ? `, less than ${FACTOR}` : ''}`,
    ]
  },
}

/** The fixture fills 91 pages. */
function longer({ body, ...rest }: OfficialDocument): OfficialDocument {
  const blocks = body.content ?? []
  return { ...rest, body: { ...body, content: [...blocks, ...blocks.slice(3, 66)] } }
}

async function libreOffice(word: Uint8Array): Promise<{ times: number[]; pages: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-beside-'))
  try {
    const file = path.join(folder, 'hundred.docx')
    writeFileSync(file, word)
    const fonts = path.join(folder, 'fonts.conf')
    writeFileSync(fonts, fontsWith(fontFiles(process.cwd()), path.join(folder, 'cache')))
    const { stdout } = await run('/usr/bin/python3', [CONVERT, folder, file, String(WARM_UP + ROUNDS)], {
      env: { ...process.env, FONTCONFIG_FILE: fonts },
    })
    const pdf = await PDFDocument.load(readFileSync(path.join(folder, 'out.pdf')))
    return { times: stdout.trim().split('\n').map(Number), pages: pdf.getPageCount() }
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
