/** How a suggestion reads, for a card or a list. */
import type { BodyNode } from '../model.ts'
import type { Change } from './shapes.ts'

/** The words of plain content: a blank for a line end, one between blocks. */
export function wordsIn(content: readonly BodyNode[]): string {
  return content
    .map(({ type, text, content: inner, attrs }) => {
      if (text !== undefined) return text
      if (type === 'hardBreak') return ' '
      if (type === 'footnote') return ` [${String(attrs?.text ?? '')}] `
      return `${wordsIn(inner ?? [])} `
    })
    .join('')
}

export type Kind = 'put' | 'gone' | 'replaced' | 'look' | 'form' | 'split' | 'join' | 'move' | 'field' | 'several'

export interface Told {
  kind: Kind
  was: string
  put: string
}

/** What it is, in one word, and the words before and after. */
export function toldOf(changes: readonly Change[]): Told {
  const [first, ...rest] = changes.map(told)
  if (!first) return { kind: 'several', was: '', put: '' }
  if (rest.length === 0) return first
  const all = [first, ...rest]
  const [put, gone] = all
  if (all.length === 2 && put?.kind === 'put' && gone?.kind === 'gone' && put.put === gone.was)
    return { kind: 'move', was: '', put: put.put }
  const structural = all.find(({ kind }) => kind === 'split' || kind === 'join')
  const join = (of: (one: Told) => string) => all.map(of).filter(Boolean).join(' … ')
  return { kind: structural?.kind ?? 'several', was: join(({ was }) => was), put: join(({ put }) => put) }
}

function told(change: Change): Told {
  switch (change.is) {
    case 'words':
    case 'blocks': {
      const [was, put] = [wordsIn(change.was).trimEnd(), wordsIn(change.put).trimEnd()]
      const hasGone = change.removed.length > 0
      return { kind: hasGone && change.put.length > 0 ? 'replaced' : hasGone ? 'gone' : 'put', was, put }
    }
    case 'look':
      return { kind: 'look', was: wordsIn(change.was), put: '' }
    case 'form':
      return { kind: 'form', was: change.text, put: '' }
    case 'split':
    case 'join':
      return { kind: change.is, was: '', put: '' }
    case 'field':
      return { kind: 'field', was: change.was, put: change.put }
  }
}
