/** Registers: what was numbered, and where it is found again. Numbers are given by the issue room. */
import type { Person } from '../access/person.ts'
import type { Database } from '../database/connect.ts'
import { toCsv } from './csv.ts'
import { listEntries, yearOfEntries } from './entries.ts'
import { closeRegister, createRegister, listRegisters } from './registers.ts'
import type { EntryPage, EntryQuery, RegisterView } from './shapes.ts'

export interface Registry {
  registers(person: Person): Promise<RegisterView[]>
  /** Clerks, leaders and administrators read every entry, everybody else what has been issued. */
  entries(person: Person, query: EntryQuery): Promise<EntryPage>
  /** A whole year as CSV (UTF-8 with BOM, as spreadsheets want it). */
  csv(person: Person, query: { registerId: string; year: number }): Promise<string>
  /** Administrators only. */
  createRegister(person: Person, input: { name: string; kinds: string[] }): Promise<{ id: string }>
  closeRegister(person: Person, registerId: string): Promise<void>
}

export function createRegistry({ db }: { db: Database }): Registry {
  return {
    registers: (person) => listRegisters(db, person),
    entries: (person, query) => listEntries(db, person, query),
    csv: async (person, query) => toCsv(await yearOfEntries(db, person, query)),
    createRegister: (person, input) => createRegister(db, person, input),
    closeRegister: (person, registerId) => closeRegister(db, person, registerId),
  }
}
