/** The child's side: one order after the other, each answered with what it gave or why it gave nothing. */
import { Socket } from 'node:net'
import { AppError } from '../../src/lib/errors.ts'
import type { FromChild, ToChild, Works } from './contract.ts'
import { LINE_FD, listen, write } from './wire.ts'

/** Answers the parent until it goes away. */
export function serve(works: Works): void {
  const line = new Socket({ fd: LINE_FD, readable: true, writable: true })
  const tell = (said: FromChild) => void write(line, said)
  /** Who waits for the parent's answer to a question. */
  let asking: { resolve(answer: unknown): void; reject(error: Error): void } | undefined

  function ask(question: unknown): Promise<unknown> {
    tell({ is: 'question', question })
    return new Promise((resolve, reject) => (asking = { resolve, reject }))
  }

  async function carryOut(order: string, input: unknown): Promise<FromChild> {
    try {
      const work = works[order]
      if (!work) throw new Error(`no such work: ${order}`)
      const run = await work.load()
      tell({ is: 'begun' })
      // Both ends are built from one list of works: what the parent may send is what the child takes.
      return { is: 'done', output: await run(input as never, ask as never) }
    } catch (error) {
      if (error instanceof AppError) return { is: 'refused', code: error.code, detail: error.detail }
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
      return { is: 'failed', name, message, stack }
    }
  }

  listen(line, (heard) => {
    const said = heard as ToChild
    if (said.is === 'order') void carryOut(said.name, said.input).then(tell)
    else if (said.is === 'answer') asking?.resolve(said.answer)
    else asking?.reject(new Error('the parent has no answer'))
  })
  line.on('error', () => {}) // the parent has gone
  line.on('close', () => process.exit(0))
  // Ctrl-C reaches the whole group; the parent decides when this ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  tell({ is: 'ready' })
}
