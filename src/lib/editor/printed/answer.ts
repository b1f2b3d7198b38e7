/** What the server says of a draft's pages. */
import { z } from 'zod'

const pageMark = z.object({
  number: z.number(),
  block: z.number(),
  offset: z.number(),
  row: z.number(),
  goesOn: z.boolean(),
})

export const pagesAnswer = z.object({
  blocks: z.number(),
  pages: z.number(),
  marks: z.array(pageMark),
  pictures: z.array(z.object({ hash: z.string(), width: z.number(), height: z.number() })),
})

/** Expected while one writes, so no fault of the request: a browser would print that in red at each pause. */
export const unprintableAnswer = z.object({
  is: z.literal('unprintable'),
  code: z.string(),
  detail: z.object({ character: z.string().optional() }),
})

/** What stands first on a page; see server/issue/typeset/page-marks.ts. */
export type PageMark = z.infer<typeof pageMark>
export type UnprintableAnswer = z.infer<typeof unprintableAnswer>
export type PagesAnswer = z.infer<typeof pagesAnswer>
