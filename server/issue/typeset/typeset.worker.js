// @ts-check
/**
 * One Typst compiler in a thread of its own, so that a long document never stops the server. Plain JavaScript that
 * imports packages and its like beside it: the built server starts it by path, as it stands here.
 */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { picturesOf } from './svg-pages.js'

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

/**
 * What to make of a document: the file; only where its pages begin; or each page as a picture as well, without those
 * that are known. Or `image`: whether the one that `data` names can be set at all.
 * @typedef {'pdf' | 'breaks' | 'image' | { known: ReadonlySet<string> }} Wish
 */

/**
 * `images`: those that this thread does not have yet, by hash. `isFull`: it has more than it should keep; all go first.
 * @typedef {{ data: string, wish: Wish, images: Map<string, Uint8Array>, isFull: boolean }} Order
 */

port.on('message', (/** @type {Order} */ order) => {
  port.postMessage(answer(order))
  // Native results are freed only when they leave the cache AND the event loop turns (it does, before the next order).
  compiler.evictCache(CACHE_AGE)
})

/** Images that templates can read. @type {Set<string>} */
const held = new Set()
/** @param {string} hash */
const imagePath = (hash) => path.join(folder, 'images', hash)

/** @param {Pick<Order, 'images' | 'isFull'>} order */
function takeImages({ images, isFull }) {
  if (isFull) {
    for (const hash of held) compiler.unmapShadow(imagePath(hash))
    held.clear()
  }
  for (const [hash, bytes] of images) {
    compiler.mapShadow(imagePath(hash), Buffer.from(bytes))
    held.add(hash)
  }
}

/** @param {Order} order */
function answer({ data, wish, ...images }) {
  try {
    takeImages(images)
    return wish === 'image' ? tryImage(data) : typeset(data, wish)
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * Sets one image on a page of its own, as the strictest file would have it.
 * @param {string} hash
 */
function tryImage(hash) {
  const page = `#set document(date: datetime(year: 2026, month: 1, day: 1))\n#image("/images/${hash}", width: 1cm)`
  compiler.mapShadow(path.join(folder, 'image.typ'), Buffer.from(page))
  try {
    const { result } = compiler.compile({ mainFilePath: path.join(folder, 'image.typ') })
    if (result) compiler.pdf(result, { pdfStandard: 'a-2b' })
    return { canBeSet: result !== null }
  } catch {
    return { canBeSet: false }
  }
}

/**
 * @param {string} data
 * @param {Exclude<Wish, 'image'>} wish
 */
function typeset(data, wish) {
  compiler.mapShadow(path.join(folder, 'data.json'), Buffer.from(data))
  const compiled = compiler.compile({ mainFilePath: path.join(folder, 'document.typ') })
  // A warning is a fault too: an unknown font, for one, is only warned of and another one taken.
  const diagnostics = compiled.takeDiagnostics()
  if (diagnostics) return { fault: JSON.stringify(compiler.fetchDiagnostics(diagnostics)) }
  const document = compiled.result
  if (!document) return { fault: 'Typst gave neither a document nor a reason' }
  const pages = document.numOfPages
  const breaks = compiler.query(document, { selector: '<breaks>', field: 'value' })[0]
  if (wish === 'breaks') return { pages, breaks }
  if (wish !== 'pdf') return { pages, breaks, pictures: picturesOf(compiler.svg(document), wish.known) }
  return {
    // PDF/A demands a date, and a document without one is a preview that nobody files.
    bytes: new Uint8Array(compiler.pdf(document, { pdfStandard: document.date === null ? '1.7' : 'a-2b' })),
    pages,
    signature: placeOf(document, 'signature-box'),
    seal: placeOf(document, 'seal-box'),
    breaks,
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
