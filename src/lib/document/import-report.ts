/** What an import tells about itself: what was recognised, what was changed, what was left out. */
import { z } from 'zod'
import { KIND_IDS } from './kinds.ts'

/** Parts of the document that were found and counted. */
export const COUNTED = [
  'basis',
  'phan',
  'chuong',
  'muc',
  'tieu-muc',
  'dieu',
  'khoan',
  'decimal',
  'sub-decimal',
  'diem',
  'paragraph',
  'listLine',
  'quote',
  'table',
  'image',
  'appendix',
  'attached',
  'footnote',
] as const
export type Counted = (typeof COUNTED)[number]

/** Words of the letterhead and of the closing part. */
export const READ_FIELDS = [
  'subject',
  'authority',
  'addressees',
  'leaderWords',
  'recipients',
  'capacity',
  'signerName',
  'secondCapacity',
  'secondName',
  'urgency',
  'circulation',
] as const

export const CHANGED = [
  /** Characters that no font of ours draws; they stay, and stop the print. */
  'unprintable',
  'tcvn3',
  'vni',
  'nfc',
  'numbers',
  'renumbered',
  'handNumbers',
  'typedNumbers',
  'fonts',
  'colours',
  'highlights',
  'agency',
  'signer',
  'number',
  'date',
  'printed',
  'signature',
  'draft',
  'pointer',
  'attached',
  'layout',
  'heads',
  'nestedTables',
  'cutTables',
  'landscape',
  /** Tables without lines, which now have them. */
  'unruled',
  /** Paragraphs at the left because nothing is said of them, now justified. */
  'unaligned',
  /** A title that is no kind of ours, now a line of the text. */
  'otherTitle',
  /** Words of a field that the chosen kind has not, now lines of the text. */
  'asText',
  'endnotes',
  'link',
  /** Words that were set from right to left. */
  'turned',
  'inserted',
  'moved',
  /** Tracked changes that wait as suggestions. */
  'suggestion',
  /** In the new words of another person: a suggestion is about the text, not about another suggestion. */
  'nestedChange',
  'comment',
] as const

export const LEFT_OUT = [
  /** Unseen characters that turn the direction of what stands around them. */
  'turning',
  /** Other characters that nobody sees. */
  'unseen',
  'deleted',
  'formatted',
  /** Of the grid of a table or the paper. */
  'layoutChange',
  /** Put in where a draft has no place for it. */
  'unsuggested',
  /** No PNG or JPEG, damaged, too large or too many. */
  'image',
  /** In a cell, which held words only: of reports that were made then. */
  'cellImage',
  /** In the letterhead or beside the signature. */
  'outerImage',
  /** In a header, a footer, a note or a text box. */
  'marginImage',
  'shape',
  'textBox',
  'object',
  'chart',
  'header',
  'footer',
  'hidden',
  'contents',
  'symbol',
  'embedded',
  'template',
  /** Not in the file: nothing is fetched. */
  'elsewhere',
  /** In the code of a field. */
  'field',
  /** Where the reader looks for no words. */
  'unread',
  'unplaced',
  /** A footnote of a line that became a field. */
  'outerNote',
] as const

/** One sort of change or loss. `who`: the person a comment or a tracked change is by. */
const entry = <What extends readonly [string, ...string[]]>(whats: What) =>
  z.object({
    what: z.enum(whats),
    count: z.number(),
    who: z.string().optional(),
    /** The words concerned, or as many of them as a report holds. */
    words: z.array(z.string()),
  })

/** An image that was left out: its description, if it has one, and the words it stood beside. */
const leftImage = z.object({ alt: z.string(), beside: z.string() })

export const importReport = z.object({
  fileName: z.string(),
  size: z.number(),
  /** Null when it was not recognised. */
  kind: z.enum(KIND_IDS).nullable(),
  /** The name of its kind as it stands there, when it is none of ours. */
  kindName: z.string(),
  fields: z.array(z.object({ field: z.enum(READ_FIELDS), text: z.string() })),
  counts: z.array(z.object({ what: z.enum(COUNTED), count: z.number() })),
  changed: z.array(entry(CHANGED)),
  leftOut: z.array(entry(LEFT_OUT).extend({ images: z.array(leftImage).optional() })),
  /** How the words of the file were accounted for; reports of earlier times have none. */
  words: z
    .object({
      read: z.number(),
      placed: z.number(),
      left: z.number(),
      /** In neither: a fault of the program. */
      missing: z.array(z.string()),
      missingCount: z.number(),
    })
    .optional(),
})

export type ImportReport = z.infer<typeof importReport>
export type Changed = ImportReport['changed'][number]
export type LeftOut = ImportReport['leftOut'][number]
