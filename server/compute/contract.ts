/** What heavy work is, how it is asked for, and what parent and child say to each other. */
import type { ErrorCode } from '../../src/lib/errors.ts'

/** How much one order may take before its process is killed. */
export interface Bounds {
  /** From the moment a process has loaded what it needs and begins; thrice that where the cores are taken by others. */
  ms: number
  /** Resident memory of the whole process. */
  mb: number
  /** Of this kind one at a time, where one alone takes what all have together. */
  isAlone?: boolean
}

/**
 * Asks the parent for what only it has (the bytes of images, for one). The answer must wait for no other order: those who
 * ask might hold all the processes.
 */
export type Ask<Question, Answer> = (question: Question) => Promise<Answer>
type Run<Input, Output, Question, Answer> = (input: Input, ask: Ask<Question, Answer>) => Output | Promise<Output>

/** One kind of work. Input, output, question and answer cross to another process: plain data, maps, sets and bytes. */
export interface Work<Input, Output, Question = never, Answer = never> {
  bounds: Bounds
  /** Called in the child only, when it is first asked for this kind. */
  load(): Promise<Run<Input, Output, Question, Answer>>
}

/** All kinds by their name. */
export type Works = Readonly<Record<string, Work<never, unknown, unknown, never>>>

export function work<Input, Output, Question = never, Answer = never>(
  bounds: Bounds,
  load: () => Promise<Run<Input, Output, Question, Answer>>,
): Work<Input, Output, Question, Answer> {
  return { bounds, load }
}

type RunOf<W> = W extends { load(): Promise<infer R> } ? R : never
export type InputOf<W> = RunOf<W> extends (input: infer I, ...rest: never[]) => unknown ? I : never
export type OutputOf<W> = RunOf<W> extends (...given: never[]) => infer O ? Awaited<O> : never
type AskOf<W> = RunOf<W> extends (input: never, ask: infer A) => unknown ? A : never

/** Who waits, from the most urgent: to sign; for a text to be kept; for an answer; for a look at what is being written. */
export const URGENCIES = ['sign', 'save', 'answer', 'look'] as const
export type Urgency = (typeof URGENCIES)[number]

/** How an order is asked for. */
export interface Asked {
  urgency: Urgency
  /** Who waits for it: each has a turn after the other. Without it the program itself does. */
  person?: string | undefined
  /** The draft or the like: a process that worked on it last is preferred, and a newer look replaces one that waits. */
  about?: string | undefined
  /** Equal strings, equal answers: many who ask at once share one. */
  same?: string | undefined
  /** Names what is worked on: what broke a process is refused for a while. */
  text?: string | undefined
  /** Shorter than the bounds of the work. */
  ms?: number | undefined
  /** Aborted, an order that has not begun is taken back. */
  signal?: AbortSignal | undefined
}

/**
 * Has a process do it. Throws `too_heavy {reason}` when it was killed or its text has broken a process not long ago,
 * `too_many_requests {seconds}` when too much waits, and whatever AppError the work itself throws. `answer` is for kinds
 * that have questions.
 */
export type Doing<W> = (input: InputOf<W>, asked: Asked, ...answer: Answering<W>) => Promise<OutputOf<W>>

type Answering<W> =
  AskOf<W> extends Ask<infer Question, infer Answer>
    ? [Question] extends [never]
      ? []
      : [answer: (question: Question) => Promise<Answer>]
    : []

export interface Pool<W extends Works> {
  readonly do: { readonly [Name in keyof W]: Doing<W[Name]> }
  /** For measurements. */
  processes(): { pid: number; isBusy: boolean }[]
  /** Kills all of them; whoever waits is told `unavailable`. */
  close(): Promise<void>
}

export type ToChild = { is: 'order'; name: string; input: unknown } | { is: 'answer'; answer: unknown } | { is: 'none' }

export type FromChild =
  | { is: 'ready' }
  /** The work is loaded: its time counts from here. */
  | { is: 'begun' }
  | { is: 'question'; question: unknown }
  | { is: 'done'; output: unknown }
  /** An AppError. */
  | { is: 'refused'; code: ErrorCode; detail: Record<string, unknown> }
  /** Anything else that was thrown. */
  | { is: 'failed'; name: string; message: string; stack: string | undefined }
