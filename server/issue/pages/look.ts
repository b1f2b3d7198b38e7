/** A draft as it would be printed at this moment, for whoever has it open: where its pages end, and how they look. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { NO_MARKS } from '../../../src/lib/document/print.ts'
import { AppError } from '../../../src/lib/errors.ts'
import type { DraftRow } from '../../access/facts.ts'
import type { Person } from '../../access/person.ts'
import { needDraft } from '../draft.ts'
import type { Ground } from '../ground.ts'
import { imagesFor } from '../images.ts'
import { askedBy, readTextNow } from '../ready.ts'
import { findMarks } from '../revision.ts'
import type { PageMark } from '../typeset/shapes.ts'
import { DraftPages, type Picture, type Source } from './draft-pages.ts'

export interface Look {
  /** Blocks of the text that was set: an editor whose text has more or fewer must ask again. */
  blocks: number
  pages: number
  marks: PageMark[]
  /** One a page, fetched by its hash; empty unless asked for. Sizes in points. */
  pictures: { hash: string; width: number; height: number }[]
}

/** Drafts whose pages are kept in memory: twenty kilobytes a page. */
const MOST_DRAFTS = 40
/** For each person: a page that follows one's typing asks four times a second at most. */
const LOOKS = { points: 60, duration: 10 }
/** A hundred pages are fetched at once when they are first looked at. */
const PICTURES = { points: 600, duration: 10 }

export function createPages(ground: Ground) {
  const kept = new Map<string, DraftPages>()
  const looks = new RateLimiterMemory(LOOKS)
  const pictures = new RateLimiterMemory(PICTURES)

  function pagesOf(draft: DraftRow): DraftPages {
    const pages = kept.get(draft.id) ?? new DraftPages((person) => sourceOf(ground, draft.id, person))
    kept.delete(draft.id)
    kept.set(draft.id, pages) // the least recently used comes first
    for (const id of kept.keys()) if (kept.size > MOST_DRAFTS) kept.delete(id)
    return pages
  }

  return {
    /**
     * For anyone who may see the draft. Throws `cannot_be_printed {character?}`, `image_missing {count}`,
     * `too_heavy {reason}` or `too_many_requests {seconds}`.
     */
    async look(person: Person, draftId: string, wanted: { pictures: boolean }): Promise<Look> {
      await count(looks, person)
      const draft = await needDraft(ground.db, person, 'see', draftId)
      const set = await pagesOf(draft).ask(wanted.pictures, person)
      return {
        blocks: set.blocks,
        pages: set.pages,
        marks: set.marks,
        pictures: wanted.pictures
          ? (set.pictures ?? []).map(({ hash, width, height }) => ({ hash, width, height }))
          : [],
      }
    },

    /** The picture of a page as it is now, by its hash; `not_found` once the page looks otherwise. */
    async picture(person: Person, draftId: string, hash: string): Promise<Picture> {
      await count(pictures, person)
      const draft = await needDraft(ground.db, person, 'see', draftId)
      const pages = pagesOf(draft)
      const isIt = (picture: Picture) => picture.hash === hash
      // Another node may have been asked for the list.
      const found = pages.pictures.find(isIt) ?? (await pages.ask(true, person)).pictures?.find(isIt)
      if (!found) throw new AppError('not_found')
      return found
    },
  }
}

/** The stored text, with number, date and code once it is frozen; `person` asks first and stands in line for all. */
async function sourceOf(ground: Ground, draftId: string, person: Person): Promise<Source> {
  // The marks first: a text that has some is final.
  const marks = (await findMarks(ground.db, draftId)) ?? NO_MARKS
  const text = { ...(await readTextNow(ground, draftId)), marks }
  const asked = askedBy(person, draftId, text, 'look')
  return {
    digest: asked.same,
    look: (known) =>
      ground.look({ text, known }, { ...asked, same: `${asked.same} ${known !== null}` }, imagesFor(ground, draftId)),
  }
}

async function count(limiter: RateLimiterMemory, person: Person): Promise<void> {
  try {
    await limiter.consume(person.id)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new AppError('too_many_requests', { seconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) })
  }
}
