/** The demonstration office: there only in an evaluation, made once, and recognisable as such everywhere. */
import type { Logger } from 'pino'
import type { Database } from '../database/connect.ts'
import { agencies, drafts } from '../database/tables.ts'
import { findStaff, makeOffice } from './office.ts'
import { PASSWORD, PEOPLE, PIN } from './people.ts'
import { PAPERS, playOffice, type Stage } from './play.ts'

interface Setting {
  db: Database
  root: string
  log: Logger
  /** For whoever waits at the terminal. */
  say(text: string): void
}

/**
 * Makes the office where there is no agency yet, and papers that are missing because the first start was cut short;
 * tells what it is doing, since it takes some seconds. Papers are no condition of a start: when one cannot be brought
 * to its state, that is logged and the rest stands.
 */
export async function makeDemonstration({ db, root, log, say, ...stage }: Stage & Setting): Promise<void> {
  const isNew = (await db.$count(agencies)) === 0
  const there = await db.selectDistinct({ kind: drafts.kind }).from(drafts)
  if (!isNew && there.length >= PAPERS) return
  say('Making a demonstration office: people, keys, a register and papers in every state …')
  const staff = isNew ? await makeOffice(db, root) : await findStaff(db)
  const kinds = there.map(({ kind }) => kind)
  for (const failure of await playOffice(stage, staff, kinds)) {
    log.error({ err: failure }, 'a demonstration paper was not made')
  }
}

/** Who there is to sign in as, for the terminal. */
export function accountsText(): string {
  const width = Math.max(...PEOPLE.map(({ username }) => username.length))
  const people = PEOPLE.map(({ username, name, position }) => `  ${username.padEnd(width)}  ${name}, ${position}`)
  const secrets = `Password of everybody: ${PASSWORD}   PIN of every key: ${PIN}   (unless changed since)`
  return ['Demonstration people:', ...people, secrets].join('\n')
}
