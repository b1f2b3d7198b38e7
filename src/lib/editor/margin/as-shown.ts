/** Findings look at the final reading of a text, with all that is suggested. Here they are told where they stand on the page. */
import { canonicalJson } from '../../document/canonical.ts'
import type { Finding, Mend, Place } from '../../document/check/index.ts'
import type { BodyNode, OfficialDocument } from '../../document/model.ts'
import { plainText } from '../../document/titled.ts'

/** A text as it is read, and as it is shown. */
export interface TwoReadings {
  final: OfficialDocument
  /** Ids of the top-level blocks, in their order. */
  finalIds: readonly string[]
  shown: OfficialDocument
  shownIds: readonly string[]
}

const isBlank = (block: BodyNode): boolean => plainText(block).trim() === ''

/** For all findings of one look. What a suggestion changes is mended by deciding on it, and so is not offered to be mended. */
export function asShown({ final, finalIds, shown, shownIds }: TwoReadings): (finding: Finding) => Finding {
  const places = new Map(shownIds.map((id, at) => [id, at]))
  const same = new Map<number, boolean>()

  const indexOf = (at: number): number | null => places.get(finalIds[at] ?? '') ?? null

  /** Nothing is suggested in this block. */
  function isSame(at: number): boolean {
    const known = same.get(at)
    if (known !== undefined) return known
    const other = indexOf(at)
    const [was, now] = [final.body.content?.[at], other === null ? undefined : shown.body.content?.[other]]
    const found = was !== undefined && now !== undefined && canonicalJson(was) === canonicalJson(now)
    same.set(at, found)
    return found
  }

  /** The block itself, or the one behind which it would come. */
  function near(at: number): number {
    for (let before = at; before >= 0; before--) {
      const found = indexOf(before)
      if (found !== null) return found
    }
    return 0
  }

  function placed(place: Place): Place {
    if (place.at !== 'block') return place
    const [first = 0, ...rest] = place.path
    if (isSame(first)) return { ...place, path: [indexOf(first) ?? 0, ...rest] }
    return { at: 'block', path: [near(first)], id: place.id }
  }

  function mended(mend: Mend | undefined): Mend | undefined {
    if (!mend) return undefined
    switch (mend.act) {
      case 'set-field':
        return final.fields[mend.field] === shown.fields[mend.field] ? mend : undefined
      case 'replace-text':
      case 'clean': {
        const [first = 0, ...rest] = mend.path
        return isSame(first) ? { ...mend, path: [indexOf(first) ?? 0, ...rest] } : undefined
      }
      case 'leave-blank':
        return mend.paths.every(([first = 0]) => isSame(first))
          ? { ...mend, paths: mend.paths.map(([first = 0, ...rest]) => [indexOf(first) ?? 0, ...rest]) }
          : undefined
      default:
        return isSame(mend.index) ? { ...mend, index: indexOf(mend.index) ?? 0 } : undefined
    }
  }

  /** Nothing is written in a line any more, if what is suggested is accepted: now it has its words. */
  function isEmptied({ isGap, place }: Finding): boolean {
    if (!isGap || place.at !== 'block') return false
    const [first = 0] = place.path
    const [was, now] = [shown.body.content?.[indexOf(first) ?? -1], final.body.content?.[first]]
    return was !== undefined && now !== undefined && isBlank(now) && !isBlank(was)
  }

  return (found) => {
    const { mend, accept, ...finding } = found
    const [own, meant] = [mended(mend), mended(accept)]
    return {
      ...finding,
      ...(isEmptied(found) && { isSuggested: true as const }),
      place: placed(finding.place),
      ...(own && { mend: own }),
      ...(meant && { accept: meant }),
    }
  }
}
