/** Numbers that changed on the way in: from a Word file, or by a paste. */

/** What stood in front of a clause, and what does now. */
export type LabelChange = readonly [before: string, now: string]

/** Numbers that a clause had and no longer has: "e) → đ)". */
export function renumbered(labels: readonly LabelChange[]): string[] {
  return counted(labels).flatMap(([before, label]) => (sameNumber(before, label) ? [] : [`${before} → ${label}`]))
}

/** Numbers with another mark than the decree's: "1) → 1.", "a/ → a)". */
export function handNumbers(labels: readonly LabelChange[]): string[] {
  return counted(labels).flatMap(([before, label]) =>
    sameNumber(before, label) && /[)/–.-]$/.test(before) && before.at(-1) !== label.at(-1) && !/^\p{Lu}/u.test(label)
      ? [`${before} → ${label}`]
      : [],
  )
}

const counted = (labels: readonly LabelChange[]) => labels.filter(([, label]) => label !== '')

function sameNumber(a: string, b: string): boolean {
  const bare = (label: string) =>
    label
      .toLowerCase()
      .replaceAll(/[\s.:)/–-]+/g, ' ')
      .trim()
  return bare(a) === bare(b)
}
