/** Registers: what was numbered, and where it is found again. Numbers are given by the issue room. */
import type { Person } from '../access/person.ts'
import type { Database } from '../database/connect.ts'
import { amendEntry, amendments } from './amend.ts'
import { entryChoices, listEntries } from './entries.ts'
import { registerBook, registerFile, registerWorkbook } from './file.ts'
import { checkNumbers } from './numbers.ts'
import { listRecipients } from './recipients.ts'
import { closeRegister, createRegister, listRegisters } from './registers.ts'
import type {
  EntryChoices,
  EntryFilter,
  EntryPage,
  EntryQuery,
  Kept,
  KeptChange,
  NumberFault,
  RegisterBook,
  RegisterView,
} from './shapes.ts'
import { setNextNumber } from './start.ts'

export interface Registry {
  registers(person: Person): Promise<RegisterView[]>
  /** Clerks, leaders and administrators read every entry, everybody else what has been issued. */
  entries(person: Person, query: EntryQuery): Promise<EntryPage>
  choices(person: Person, query: { registerId: string; year: number }): Promise<EntryChoices>
  /** What is asked for of a year as CSV (UTF-8 with BOM, as spreadsheets want it), in the form of Phụ lục IV. */
  csv(person: Person, query: EntryFilter & { registerId: string; year: number }): Promise<string>
  /** The same as a workbook (XLSX), which opens well on computers whose list separator is ";". */
  workbook(person: Person, query: EntryFilter & { registerId: string; year: number }): Promise<Uint8Array>
  /** The same in volumes, to be printed and bound. */
  book(
    person: Person,
    query: EntryFilter & { registerId: string; year: number; volume?: number },
  ): Promise<RegisterBook>
  /** Copies and note of an entry; clerks only, on record. */
  amend(person: Person, given: Kept & { entryId: string; seen: Kept }): Promise<void>
  /** By draft; empty for those who do not read the whole register. */
  amendments(person: Person, draftIds: string[]): Promise<Record<string, KeptChange[]>>
  /** With which number the register goes on this year; clerks and administrators, for a reason, on record. */
  setNextNumber(
    person: Person,
    given: { registerId: string; year: number; next: number; reason: string },
  ): Promise<{ outside: { from: number; to: number } | null }>
  /** To whom the office writes: names learnt from what it issued, the newest first. */
  recipients(person: Person): Promise<string[]>
  /** Years in which a number is missing that nothing explains. */
  checkNumbers(person: Person): Promise<NumberFault[]>
  /** Administrators only. */
  createRegister(person: Person, input: { name: string; kinds: string[] }): Promise<{ id: string }>
  closeRegister(person: Person, registerId: string): Promise<void>
}

export function createRegistry({ db }: { db: Database }): Registry {
  return {
    registers: (person) => listRegisters(db, person),
    entries: (person, query) => listEntries(db, person, query),
    choices: (person, query) => entryChoices(db, person, query),
    csv: (person, query) => registerFile(db, person, query),
    workbook: (person, query) => registerWorkbook(db, person, query),
    book: (person, query) => registerBook(db, person, query),
    amend: (person, given) => amendEntry(db, person, given),
    amendments: (person, draftIds) => amendments(db, person, draftIds),
    setNextNumber: (person, given) => setNextNumber(db, person, given),
    recipients: (person) => listRecipients(db, person),
    checkNumbers: (person) => checkNumbers(db, person),
    createRegister: (person, input) => createRegister(db, person, input),
    closeRegister: (person, registerId) => closeRegister(db, person, registerId),
  }
}
