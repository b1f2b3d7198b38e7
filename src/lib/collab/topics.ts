/** Who wants to hear of what ("threads", "state" …). */
export class Topics {
  readonly #listeners = new Map<string, Set<() => void>>()

  /** Returns how to stop. */
  on(topic: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    return () => void listeners.delete(listener)
  }

  tell(topic: string): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener()
  }
}
