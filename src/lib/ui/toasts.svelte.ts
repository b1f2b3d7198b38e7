/** Short news at the edge of the screen. Never the only place where something is said that matters later. */

export interface Toast {
  id: number
  text: string
  tone: 'note' | 'good' | 'fault'
}

const SHOWN_MS = 6000 // long enough to read two lines twice

class Toasts {
  list = $state<Toast[]>([])
  #next = 1

  /** Shows a sentence. A fault stays until it is closed. */
  show(text: string, tone: Toast['tone'] = 'note'): void {
    const id = this.#next++
    this.list.push({ id, text, tone })
    if (tone !== 'fault') setTimeout(() => this.close(id), SHOWN_MS)
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id)
  }
}

export const toasts = new Toasts()
