import type { Finding } from '../../document/check/index.ts'

export interface Found {
  /** Stays the same while the finding stays, so that its card does not jump. */
  id: string
  finding: Finding
}

export function openChecker(): Worker {
  return new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' })
}

/** What is found as before stays the very same object, so that its card is not drawn again. */
export function named(findings: Finding[], before: readonly Found[] = []): Found[] {
  const held = new Map(before.map((found) => [found.id, found]))
  const counts = new Map<string, number>()
  return findings.map((finding) => {
    const { rule, place } = finding
    const where = place.at === 'field' ? place.field : place.at === 'block' ? (place.id ?? place.path.join('.')) : ''
    const base = `${rule}/${where}`
    const count = counts.get(base) ?? 0
    counts.set(base, count + 1)
    const id = `finding/${base}/${count}`
    const was = held.get(id)
    return was && JSON.stringify(was.finding) === JSON.stringify(finding) ? was : { id, finding }
  })
}
