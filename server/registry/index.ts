/** Registers: what was numbered, and where it is found again. Numbers are given by the issue room. */
import type { Person } from '../access/person.ts'
import { amendEntry, amendments } from './amend.ts'
import { entryChoices, listEntries } from './entries.ts'
import { registerBook, registerFile, registerPdf, registerWorkbook } from './file.ts'
import { forgetFilter, listFilters, saveFilter } from './filters.ts'
import { type LateNumber, lateNumbers } from './late-numbers.ts'
import { checkNumbers } from './numbers.ts'
import { listRecipients } from './recipients.ts'
import { closeRegister, createRegister, listRegisters, type NewRegister } from './registers.ts'
import { addSuffixed, giveBack, keepNumbers, listReserved } from './reserve.ts'
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
  RegistryDeps,
  ReservedView,
  SavedFilter,
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
  /** The same as PDF/A, volume by volume, each with its cover and its sums. */
  pdf(person: Person, query: EntryFilter & { registerId: string; year: number }): Promise<Uint8Array>
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
  /** Numbers kept for papers to come; clerks and administrators, for a reason, on record. */
  keepNumbers(person: Person, given: Parameters<typeof keepNumbers>[2]): Promise<{ from: number; to: number }>
  /** "12a", by decision. */
  addSuffixed(person: Person, given: Parameters<typeof addSuffixed>[2]): Promise<{ number: string }>
  giveBack(person: Person, given: { id: string; reason: string }): Promise<{ isReturned: boolean }>
  /** Called now and then: what was kept for a day that has passed, for news. */
  lateNumbers(): Promise<LateNumber[]>
  reserved(person: Person, query: { registerId?: string; year: number }): Promise<ReservedView[]>
  /** How this person looks at the register again and again. */
  filters(person: Person): Promise<SavedFilter[]>
  saveFilter(person: Person, given: Parameters<typeof saveFilter>[2]): Promise<void>
  forgetFilter(person: Person, given: { id: string }): Promise<void>
  /** To whom the office writes: names learnt from what it issued, the newest first. */
  recipients(person: Person): Promise<string[]>
  /** Years in which a number is missing that nothing explains. */
  checkNumbers(person: Person): Promise<NumberFault[]>
  /** Clerks and administrators. */
  createRegister(person: Person, input: NewRegister): Promise<{ id: string }>
  closeRegister(person: Person, registerId: string, when?: 'now' | 'year-end'): Promise<void>
}

export function createRegistry(deps: RegistryDeps): Registry {
  const { db } = deps
  return {
    registers: (person) => listRegisters(db, person),
    entries: (person, query) => listEntries(db, person, query),
    choices: (person, query) => entryChoices(db, person, query),
    csv: (person, query) => registerFile(db, person, query),
    workbook: (person, query) => registerWorkbook(db, person, query),
    pdf: (person, query) => registerPdf(deps, person, query),
    book: (person, query) => registerBook(db, person, query),
    amend: (person, given) => amendEntry(db, person, given),
    amendments: (person, draftIds) => amendments(db, person, draftIds),
    setNextNumber: (person, given) => setNextNumber(db, person, given),
    keepNumbers: (person, given) => keepNumbers(db, person, given),
    addSuffixed: (person, given) => addSuffixed(db, person, given),
    giveBack: (person, given) => giveBack(db, person, given),
    lateNumbers: () => lateNumbers(db),
    reserved: (person, query) => listReserved(db, person, query),
    filters: (person) => listFilters(db, person),
    saveFilter: (person, given) => saveFilter(db, person, given),
    forgetFilter: (person, given) => forgetFilter(db, person, given),
    recipients: (person) => listRecipients(db, person),
    checkNumbers: (person) => checkNumbers(db, person),
    createRegister: (person, input) => createRegister(db, person, input),
    closeRegister: (person, registerId, when) => closeRegister(db, person, registerId, when),
  }
}
