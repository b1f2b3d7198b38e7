/** Who else has the draft open, as presence says. The server writes person, name and colour; no client can. */
import type { Awareness } from 'y-protocols/awareness'

export interface Peer {
  /** Yjs client id: one per open tab. */
  clientId: number
  personId: string
  name: string
  color: string
}

export function peersIn(awareness: Awareness): Peer[] {
  return [...awareness.getStates()].flatMap(([clientId, state]) => {
    const user: unknown = state['user']
    return clientId !== awareness.clientID && isUser(user)
      ? [{ clientId, personId: user.id, name: user.name, color: user.color }]
      : []
  })
}

function isUser(value: unknown): value is { id: string; name: string; color: string } {
  if (typeof value !== 'object' || value === null) return false
  const { id, name, color } = value as Partial<Record<string, unknown>>
  return typeof id === 'string' && typeof name === 'string' && typeof color === 'string'
}
