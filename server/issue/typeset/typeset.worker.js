// @ts-check
/**
 * One Typst compiler in a thread of its own, so that a long document never stops the server. Plain JavaScript that
 * imports packages only: the built server starts it by path, as it stands here.
 */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'

/** @typedef {{ page: number, x: number, y: number, width: number, height: number }} Place top left corner, in points */

/** Compilations after which an unused result is forgotten: so many drafts can be typed at once and each stays warm. */
const CACHE_AGE = 10

const { folder, fonts, measures } = /** @type {{ folder: string, fonts: string[], measures: string }} */ (workerData)
const port = parentPort
if (!port) throw new Error('typeset.worker.js runs only as a worker thread')

const compiler = NodeCompiler.create({
  workspace: folder,
  fontArgs: [{ fontBlobs: fonts.map((file) => readFileSync(file)) }],
})
compiler.mapShadow(path.join(folder, 'measures.json'), Buffer.from(measures))

port.on('message', (/** @type {string} */ data) => {
  port.postMessage(answer(data))
  // Native results are freed only when they leave the cache AND the event loop turns (it does, before the next order).
  compiler.evictCache(CACHE_AGE)
})

/** @param {string} data */
function answer(data) {
  try {
    return typeset(data)
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

/** @param {string} data */
function typeset(data) {
  compiler.mapShadow(path.join(folder, 'data.json'), Buffer.from(data))
  const compiled = compiler.compile({ mainFilePath: path.join(folder, 'document.typ') })
  // A warning is a fault too: an unknown font, for one, is only warned of and another one taken.
  const diagnostics = compiled.takeDiagnostics()
  if (diagnostics) return { fault: JSON.stringify(compiler.fetchDiagnostics(diagnostics)) }
  const document = compiled.result
  if (!document) return { fault: 'Typst gave neither a document nor a reason' }
  return {
    // PDF/A demands a date, and a document without one is a preview that nobody files.
    bytes: new Uint8Array(compiler.pdf(document, { pdfStandard: document.date === null ? '1.7' : 'a-2b' })),
    pages: document.numOfPages,
    signature: placeOf(document, 'signature-box'),
    seal: placeOf(document, 'seal-box'),
    breaks: compiler.query(document, { selector: '<breaks>', field: 'value' })[0],
  }
}

/**
 * @param {import('@myriaddreamin/typst-ts-node-compiler').NodeTypstDocument} document
 * @param {string} label
 * @returns {Place}
 */
function placeOf(document, label) {
  return compiler.query(document, { selector: `<${label}>`, field: 'value' })[0]
}
