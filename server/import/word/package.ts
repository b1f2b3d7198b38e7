/** The zip around a Word file: what it is, whether it is safe to read, and its parts as text. */
import { type UnzipFileFilter, unzipSync } from 'fflate'
import { Refusal } from './refusal.ts'
import { parseXml } from './xml.ts'

const MEBIBYTE = 1024 * 1024
/** Of everything that is unpacked. The largest document of 70 files from offices takes 5.6 MB. */
const MOST_XML_BYTES = 64 * MEBIBYTE
/** Of the whole zip: images, which stay packed, included. */
const MOST_ALL_BYTES = 1024 * MEBIBYTE
const MOST_ENTRIES = 10_000

/** What a draft takes (src/lib/document/image.ts); what is larger stays packed. */
const MOST_IMAGE_BYTES = 5 * MEBIBYTE
const MOST_IMAGES_BYTES = 60 * MEBIBYTE

interface Relation {
  /** Last word of its type: "styles", "hyperlink". */
  type: string
  /** Path in the package, or an address when `isExternal`. */
  target: string
  isExternal: boolean
}

interface Package {
  /** Path of the document. */
  main: string
  /** By id. */
  relationsOf(path: string): Map<string, Relation>
  /** As text. */
  part(path: string): string | undefined
  /** Makes these readable by `part`. */
  unpack(paths: string[]): void
  /** Bytes of those that a draft has room for. */
  images(paths: string[]): Map<string, Uint8Array>
  /** What lies outside the file, without hyperlinks. Nothing of it is ever fetched. */
  elsewhere: Relation[]
}

/** Throws a Refusal unless this is a Word document without macros. */
export function openPackage(bytes: Uint8Array): Package {
  needZip(bytes)
  const parts: Map<string, Uint8Array> = new Map()
  let unpacked = 0

  const unpackWhere = (isWanted: (name: string) => boolean) => {
    let entries = 0
    let declared = 0
    const names = new Set<string>()
    const read = unzip(bytes, ({ name, originalSize }) => {
      declared += originalSize
      // Of two parts of one name each reader takes another.
      if (names.has(name)) throw new Refusal('broken', name)
      names.add(name)
      if (++entries > MOST_ENTRIES || declared > MOST_ALL_BYTES) throw new Refusal('bomb', name)
      if (/(^|\/)vba(Project\.bin|Data\.xml)$/i.test(name)) throw new Refusal('macros', name)
      if (!isWanted(name) || parts.has(name)) return false
      unpacked += originalSize
      if (unpacked > MOST_XML_BYTES) throw new Refusal('bomb', name)
      return true
    })
    for (const [name, part] of Object.entries(read)) parts.set(name, part)
  }

  unpackWhere((name) => name === '[Content_Types].xml' || name.endsWith('.rels'))
  const part = (path: string) => {
    const found = parts.get(path)
    return found && decode(found, path)
  }
  const relations: Map<string, Map<string, Relation>> = new Map()
  for (const name of parts.keys()) {
    if (name.endsWith('.rels')) relations.set(name, readRelations(name, part(name) ?? ''))
  }
  const all = [...relations.values()].flatMap((found) => [...found.values()])
  const elsewhere = all.filter(({ type, isExternal }) => isExternal && type !== 'hyperlink')

  const main = [...(relations.get('_rels/.rels')?.values() ?? [])].find(
    ({ type, isExternal }) => type === 'officeDocument' && !isExternal,
  )?.target
  needWordDocument(part('[Content_Types].xml'), main)
  return {
    main: main ?? '',
    relationsOf: (path) => relations.get(path.replace(/([^/]*)$/, '_rels/$1.rels')) ?? new Map(),
    part,
    unpack: (paths) => unpackWhere((name) => paths.includes(name)),
    elsewhere,
    images: (paths) => {
      let all = 0
      const wanted = new Set(paths)
      const read = unzip(bytes, ({ name, originalSize }) => {
        if (!wanted.has(name) || originalSize > MOST_IMAGE_BYTES || all + originalSize > MOST_IMAGES_BYTES) return false
        all += originalSize
        return true
      })
      return new Map(Object.entries(read))
    },
  }
}

function needZip(bytes: Uint8Array) {
  const starts = (signature: number[]) => signature.every((byte, at) => bytes[at] === byte)
  if (starts([0x50, 0x4b, 0x03, 0x04])) return
  // The container of Word 97–2003, and of any Office file with a password.
  if (starts([0xd0, 0xcf, 0x11, 0xe0])) {
    const name = Buffer.from('EncryptedPackage', 'utf16le')
    throw new Refusal(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(name) ? 'locked' : 'old')
  }
  throw new Refusal('other')
}

function unzip(bytes: Uint8Array, filter: UnzipFileFilter): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter })
  } catch (failure) {
    throw failure instanceof Refusal ? failure : new Refusal('broken')
  }
}

function decode(bytes: Uint8Array, path: string) {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const encoding = isWide ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new Refusal('broken', path)
  }
}

function readRelations(name: string, xml: string) {
  const folder = name.replace(/_rels\/[^/]*$/, '')
  const found: Map<string, Relation> = new Map()
  for (const { attributes } of parseXml(xml, name).children) {
    const { Id = '', Type = '', Target = '', TargetMode } = attributes
    const isExternal = TargetMode === 'External'
    const target = isExternal ? Target : pathIn(folder, Target)
    found.set(Id, { type: Type.replace(/^.*\//, ''), target, isExternal })
  }
  return found
}

function pathIn(folder: string, target: string) {
  try {
    return decodeURIComponent(new URL(target, `zip:///${folder}`).pathname.slice(1))
  } catch {
    return target // names no part: nothing is found there
  }
}

function needWordDocument(contentTypes: string | undefined, main: string | undefined) {
  if (contentTypes === undefined || main === undefined) throw new Refusal('other')
  const types = parseXml(contentTypes, '[Content_Types].xml').children
  const own = types.find(({ attributes }) => attributes.PartName === `/${main}`)
  const extension = main.slice(main.lastIndexOf('.') + 1)
  const usual = types.find(({ name, attributes }) => name === 'Default' && attributes.Extension === extension)
  const type = (own ?? usual)?.attributes.ContentType ?? ''
  if (/macroEnabled/i.test(type)) throw new Refusal('macros', main)
  if (!/wordprocessingml\.(document|template)\.main\+xml$/.test(type)) throw new Refusal('other')
}
