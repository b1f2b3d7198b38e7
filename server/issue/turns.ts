export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** Work on the same thing is done one after the other, in the order in which it was asked for; a failure holds up nobody. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work)
    last.set(key, turn)
    const leave = () => {
      if (last.get(key) === turn) last.delete(key)
    }
    turn.then(leave, leave)
    return turn
  }
}
