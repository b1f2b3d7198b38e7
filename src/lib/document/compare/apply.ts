/** Either text made again from a comparison: the proof that it left nothing out. */
import type { BodyNode } from '../model.ts'
import type { Entry, Piece, Shell, Within } from './entry.ts'
import { joined } from './line.ts'

type Side = 'before' | 'after'

/** The blocks of one of the two texts, in its order. */
export function blocksOf(entries: readonly Entry[], side: Side): BodyNode[] {
  const placed: [number, BodyNode][] = []
  for (const entry of entries) {
    if (entry.is === 'same') placed.push([entry[side], entry.node])
    else if (entry.is === 'changed') placed.push([entry[side], filled(entry, side)])
    else if (entry.is === 'in' && side === 'after') placed.push([entry.after, entry.node])
    else if (entry.is === 'out' && side === 'before') placed.push([entry.before, entry.node])
  }
  return placed.toSorted(([a], [b]) => a - b).map(([, node]) => node)
}

export const newOf = (entries: readonly Entry[]): BodyNode[] => blocksOf(entries, 'after')
export const oldOf = (entries: readonly Entry[]): BodyNode[] => blocksOf(entries, 'before')

function filled(entry: Entry & { is: 'changed' }, side: Side): BodyNode {
  const shell: Shell = side === 'after' ? entry.new : entry.old
  const content = contentOf(entry.within, side)
  return content.length > 0 ? { ...shell, content } : shell
}

function contentOf(within: Within, side: Side): BodyNode[] {
  if (within.is === 'atom') return []
  return within.is === 'line' ? nodesOf(within.pieces, side) : blocksOf(within.entries, side)
}

/** A line as it reads on one side. */
export function nodesOf(pieces: readonly Piece[], side: Side): BodyNode[] {
  const left = side === 'after' ? 'out' : 'in'
  return joined(
    pieces.flatMap((piece) => {
      if (piece.is === left) return []
      return piece.is === 'form' && side === 'before' ? piece.before : piece.nodes
    }),
  )
}
