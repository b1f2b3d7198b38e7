/** Typst, in a process of its own: what it knows from one document it uses for the next. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import { allFontFiles } from '../fonts.ts'
import type { Drawn, FirstOfPage, Images, Place } from './shapes.ts'
import { picturesOf } from './svg-pages.ts'

/** Compilations after which an unused result is forgotten: so many drafts can be typed at once and each stays warm. */
const CACHE_AGE = 5
/** Of images that are kept from one document to the next. */
const MOST_HELD_BYTES = 64 * 1024 * 1024

/** Which file each template reads. */
const DATA = { document: 'data.json', register: 'register.json' } as const

/** What Typst says against a document. */
export class TypstFault extends Error {}

export interface Broken {
  pages: number
  breaks: FirstOfPage[]
}

export interface PdfSet {
  bytes: Uint8Array
  pages: number
  signature: Place
  seal: Place
}

export class Compiler {
  readonly #folder: string
  readonly #typst: NodeCompiler
  /** Images that templates can read, with their length. */
  readonly #held = new Map<string, number>()

  /** `root`: the project folder. */
  constructor(root: string) {
    this.#folder = path.join(root, 'server/issue/typeset')
    this.#typst = NodeCompiler.create({
      workspace: this.#folder,
      fontArgs: [{ fontBlobs: allFontFiles(root).map((file) => readFileSync(file)) }],
    })
    this.#typst.mapShadow(path.join(this.#folder, 'measures.json'), Buffer.from(JSON.stringify(MEASURES)))
  }

  lacking(hashes: readonly string[]): string[] {
    return hashes.filter((hash) => !this.#held.has(hash))
  }

  hold(images: Images): void {
    for (const [hash, bytes] of images) {
      this.#typst.mapShadow(this.#imagePath(hash), Buffer.from(bytes))
      this.#held.set(hash, bytes.length)
    }
  }

  /** The file; where its pages begin is not asked. Throws TypstFault. */
  pdf(data: string): PdfSet {
    const document = this.#compile('document', data)
    return {
      // PDF/A demands a date, and a document without one is a preview that nobody files.
      bytes: new Uint8Array(this.#typst.pdf(document, { pdfStandard: document.date === null ? '1.7' : 'a-2b' })),
      signature: this.#placeOf(document, 'signature-box'),
      seal: this.#placeOf(document, 'seal-box'),
      pages: document.numOfPages,
    }
  }

  /** Sổ đăng ký văn bản đi as PDF/A; tags are left out of a long one. Throws TypstFault. */
  register(data: string, { isTagged }: { isTagged: boolean }): Uint8Array {
    const document = this.#compile('register', data)
    return new Uint8Array(this.#typst.pdf(document, { pdfStandard: 'a-2b', pdfTags: isTagged }))
  }

  /** Where its pages begin, without making it. Throws TypstFault. */
  breaks(data: string): Broken {
    const { pages, breaks } = this.#set(data)
    return { pages, breaks }
  }

  /** Each page as a picture as well; those that are known only by name. Throws TypstFault. */
  draw(data: string, known: ReadonlySet<string>): Broken & { pictures: Drawn[] } {
    const { document, ...broken } = this.#set(data)
    return { ...broken, pictures: picturesOf(this.#typst.svg(document), known) }
  }

  /** Sets one image on a page of its own, as the strictest file would have it. */
  canSet(image: Uint8Array): boolean {
    const name = 'images/tried'
    const page = `#set document(date: datetime(year: 2026, month: 1, day: 1))\n#image("/${name}", width: 1cm)`
    this.#typst.mapShadow(path.join(this.#folder, name), Buffer.from(image))
    this.#typst.mapShadow(path.join(this.#folder, 'image.typ'), Buffer.from(page))
    try {
      const { result } = this.#typst.compile({ mainFilePath: path.join(this.#folder, 'image.typ') })
      if (result) this.#typst.pdf(result, { pdfStandard: 'a-2b' })
      return result !== null
    } catch {
      return false
    } finally {
      this.#typst.unmapShadow(path.join(this.#folder, name))
    }
  }

  /** To be called once what a document gave has been taken: native results go when they leave the cache. */
  forget(): void {
    if ([...this.#held.values()].reduce((sum, length) => sum + length, 0) > MOST_HELD_BYTES) {
      for (const hash of this.#held.keys()) this.#typst.unmapShadow(this.#imagePath(hash))
      this.#held.clear()
    }
    this.#typst.evictCache(CACHE_AGE)
  }

  #imagePath(hash: string): string {
    return path.join(this.#folder, 'images', hash)
  }

  #set(data: string): Broken & { document: NodeTypstDocument } {
    const document = this.#compile('document', data)
    const breaks: FirstOfPage[] = this.#typst.query(document, { selector: '<breaks>', field: 'value' })[0]
    return { document, pages: document.numOfPages, breaks }
  }

  #compile(template: keyof typeof DATA, data: string): NodeTypstDocument {
    this.#typst.mapShadow(path.join(this.#folder, DATA[template]), Buffer.from(data))
    const compiled = this.#typst.compile({ mainFilePath: path.join(this.#folder, `${template}.typ`) })
    // A warning is a fault too: an unknown font, for one, is only warned of and another one taken.
    const diagnostics = compiled.takeDiagnostics()
    if (diagnostics) throw new TypstFault(JSON.stringify(this.#typst.fetchDiagnostics(diagnostics)))
    if (!compiled.result) throw new TypstFault('Typst gave neither a document nor a reason')
    return compiled.result
  }

  #placeOf(document: NodeTypstDocument, label: string): Place {
    return this.#typst.query(document, { selector: `<${label}>`, field: 'value' })[0]
  }
}
