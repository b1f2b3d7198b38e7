/** Lines without the looks that the page gives by itself. */
import type { BodyNode } from '../model.ts'

/**
 * A look that covers a whole heading, căn cứ or clause is the look of its kind; one that covers a part of it is the
 * writer's and stays.
 */
export function bareContent(content: BodyNode[]): BodyNode[] {
  const words = content.filter(({ text }) => text !== undefined)
  const everywhere = (type: string) => words.every((run) => run.marks?.some((mark) => mark.type === type))
  const given = new Set(['bold', 'italic'].filter(everywhere))
  if (given.size === 0) return content
  return content.map(({ marks, ...run }) => {
    const own = marks?.filter(({ type }) => !given.has(type)) ?? []
    return own.length > 0 ? { ...run, marks: own } : run
  })
}
