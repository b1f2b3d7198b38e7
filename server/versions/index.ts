/** Versions of a draft's text: kept, read as they were, compared, restored (docs/decisions/0017-versions.md). */
import type { z } from 'zod'
import type { Wanted } from '../../src/lib/document/compare/part.ts'
import type { Around } from '../../src/lib/document/drawn/html.ts'
import type { VersionKind } from '../../src/lib/vocabulary.ts'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import { type Authorship, type pointing, whoWrote } from './authorship.ts'
import {
  compareFurther,
  compareVersions,
  finish,
  type finishing,
  noteOpened,
  tick,
  type ticking,
  unread,
  unreadSince,
  wordOfVersions,
} from './compared.ts'
import { needPart } from './find.ts'
import type { Ground } from './ground.ts'
import { keep, keepAuto, keepNamed, type Kept, type naming } from './keep.ts'
import { OneByOne } from './one-by-one.ts'
import { listVersions, readMarks, readPast } from './read.ts'
import { type Restored, restoreVersion, type restoring } from './restore.ts'
import type { ComparedTexts, PastText, Unread, VersionList, Which } from './shapes.ts'

/**
 * Reading needs a part in the draft; whoever has none is told `not_found`. What reads past texts is done one by one for each
 * person, and throws `too_many_requests` where too much of theirs waits.
 */
export interface Versions {
  /** At an act on the draft, in its transaction, which holds the draft's row. */
  keep(tx: Transaction, person: Person, draftId: string, kind: VersionKind): Promise<Kept>
  /** On demand. */
  keepNamed(person: Person, input: z.input<typeof naming>): Promise<{ number: number }>
  /** While people write; does nothing where nothing came. */
  keepAuto(draftId: string): Promise<void>
  /** Throws `not_found` without a part in the draft. */
  need(person: Person, draftId: string): Promise<unknown>
  /** A part of them from the newest on, or from the newest before the version `before` on. */
  list(person: Person, draftId: string, before?: number): Promise<VersionList>
  marks(person: Person, draftId: string): Promise<{ marks: number[]; head: number; mayRestore: boolean }>
  read(person: Person, input: { draftId: string; which: Which; around: Around }): Promise<PastText>
  compare(person: Person, input: { draftId: string; from: Which; to: Which }): Promise<ComparedTexts>
  /** More of the same, as JSON. */
  compareFurther(person: Person, input: { draftId: string; from: Which; to: Which; wanted: Wanted }): Promise<string>
  /** A Word file with changes. */
  word(person: Person, input: { draftId: string; from: Which; to: Which }): Promise<Uint8Array>
  restore(person: Person, input: z.input<typeof restoring>): Promise<Restored>
  whoWrote(person: Person, input: z.input<typeof pointing>): Promise<Authorship[]>
  opened(person: Person, draftId: string): Promise<void>
  unreadSince(person: Person, draftId: string): Promise<Date | null>
  unread(person: Person, draftId: string): Promise<Unread>
  tick(person: Person, input: z.input<typeof ticking>): Promise<void>
  finish(person: Person, input: z.input<typeof finishing>): Promise<void>
}

export function createVersions(ground: Ground): Versions {
  /** The verb with its ground under it. */
  const on =
    <Given extends unknown[], Got>(verb: (ground: Ground, ...given: Given) => Promise<Got>) =>
    (...given: Given) =>
      verb(ground, ...given)
  const turns = new OneByOne()
  /** The same, for what reads past texts. */
  const inTurn =
    <Given, Got>(verb: (ground: Ground, person: Person, given: Given) => Promise<Got>) =>
    (person: Person, given: Given) =>
      turns.take(person.id, () => verb(ground, person, given))

  return {
    keep: (tx, person, draftId, kind) => keep(ground, tx, person, draftId, { kind }),
    keepNamed: on(keepNamed),
    keepAuto: on(keepAuto),
    need: on(needPart),
    list: on(listVersions),
    marks: on(readMarks),
    read: inTurn(readPast),
    compare: inTurn(compareVersions),
    compareFurther: inTurn(compareFurther),
    word: inTurn(wordOfVersions),
    restore: inTurn(restoreVersion),
    whoWrote: inTurn(whoWrote),
    opened: on(noteOpened),
    unreadSince: on(unreadSince),
    unread: inTurn(unread),
    tick: on(tick),
    finish: on(finish),
  }
}
