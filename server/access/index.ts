/** Who somebody is and what they may do: people, passwords, sessions, and the table of rights. */
import type pg from 'pg'
import type { HouseRules, Policy } from '../../src/lib/document/check/index.ts'
import type { Role, Tour } from '../../src/lib/vocabulary.ts'
import type { Database } from '../database/connect.ts'
import { createAttempts } from './attempts.ts'
import { addChange, dropChange, listChanges } from './dated-changes.ts'
import { type Delegating, type DelegationView, endDelegation, giveDelegation, listDelegations } from './delegations.ts'
import type { Ground } from './ground.ts'
import {
  createBasis,
  editBasis,
  listBases,
  listRemovedBases,
  readHouseRules,
  removeBasis,
  restoreBasis,
} from './house-rules.ts'
import { createUnit, editAgency, editUnit, listUnits, readAgency } from './office.ts'
import { acceptsOwn, setAcceptsOwn } from './own-suggestions.ts'
import {
  colleagues,
  createPerson,
  editPerson,
  lockPerson,
  onePerson,
  peoplePage,
  type PersonData,
  resetPassword,
  unlockPerson,
} from './people.ts'
import type { Person } from './person.ts'
import { endSealRight, giveSealRight, listSealRights, type SealRightView } from './seal-rights.ts'
import { cookieName, findSession } from './sessions.ts'
import { completeSetup, isSetupOpen, newSetupToken, type SetupInput } from './setup.ts'
import type {
  AgencyData,
  BasisData,
  BasisRow,
  Colleague,
  DatedChange,
  NewChange,
  PeoplePage,
  PeopleQuery,
  PersonRow,
  SessionCookie,
  SessionInfo,
  SignedIn,
  Subject,
  UnitRow,
  Visitor,
} from './shapes.ts'
import { demonstrationPeople, signIn, signInAs } from './sign-in.ts'
import { changePassword, endAllSessions, endSession, listSessions, signOut } from './sign-out.ts'
import { createSocketDoor, type SocketDoor } from './socket.ts'
import { createFactsReader } from './socket-facts.ts'
import { tidy } from './tidy.ts'
import { isTourNew, markTour } from './tours.ts'
import { createVisits, type Visits } from './visits.ts'

export interface Access {
  /**
   * Throws `wrong_credentials`, `account_locked` (only after the right password) or `too_many_requests {seconds}`.
   * `before`: whom this browser was signed in as; that session ends.
   */
  signIn(
    credentials: { username: string; password: string },
    visitor: Visitor,
    before?: SignedIn | null,
  ): Promise<SignedIn>
  /** Signs in without a password; there only in an evaluation. */
  signInAs: ((personId: string, visitor: Visitor, before?: SignedIn | null) => Promise<SignedIn>) | undefined
  /** The people to sign in as; there only in an evaluation. */
  demonstrationPeople: (() => Promise<(Colleague & { username: string })[]>) | undefined
  /** What the session cookie is called. */
  cookieName: string
  /** Who holds this session cookie; null when nobody (any more). Prolongs a session that is used: send `cookie` then. */
  whoHas(cookieValue: string | undefined): Promise<SignedIn | null>
  /** Ends the session and gives the cookie that forgets it. */
  signOut(signedIn: SignedIn): Promise<SessionCookie>
  sessions: {
    list(person: Person): Promise<SessionInfo[]>
    /** Ends one of one's own; `not_found` otherwise. */
    end(person: Person, sessionId: string): Promise<void>
    /** Ends every session of this person; open sockets close within 2 s. */
    endAll(person: Person): Promise<void>
  }
  /** `wrong_credentials` when the present password is wrong, `bad_input {field: 'next'}` when the new one is weak. Ends all other sessions. */
  changePassword(signedIn: SignedIn, passwords: { present: string; next: string }): Promise<void>
  setup: {
    /** True as long as nobody has set the product up. */
    isOpen(): Promise<boolean>
    /** A new one-time token, to be printed in the log; the one before it stops working. Null when already set up. */
    newToken(): Promise<string | null>
    /** `wrong_setup_token`, `already_set_up`, `bad_input`, `too_many_requests`. Makes agency, administrator and first register. */
    complete(input: SetupInput, visitor: Visitor): Promise<void>
  }
  /** Active people of the agency to choose from, by name; `roles` = any of these. */
  colleagues(person: Person, filter?: { roles?: Role[] }): Promise<Colleague[]>
  /** The agency's data, for anyone in it. */
  agency(person: Person): Promise<AgencyData & { id: string }>
  units(person: Person): Promise<UnitRow[]>
  /** The library of legal bases, those in force first. */
  bases(person: Person): Promise<BasisRow[]>
  removedBases(person: Person): Promise<{ id: string; wording: string }[]>
  /** Who may use the agency's seal key, and who signs for whom, with what has ended. */
  sealRights(person: Person): Promise<SealRightView[]>
  delegations(person: Person): Promise<DelegationView[]>
  /** What the format check needs to know of the agency. */
  houseRules(person: Person): Promise<HouseRules>
  /** Whether whoever suggested a change may also accept it. */
  acceptsOwn(person: Person): Promise<boolean>
  /** Administrators only; others get `not_allowed`. Each is in the audit record. */
  admin: {
    people(person: Person, query: PeopleQuery): Promise<PeoplePage>
    person(person: Person, id: string): Promise<PersonRow>
    /** Gives back the one-time password, shown once. `bad_input {field: 'username', reason: 'taken'}`. */
    createPerson(person: Person, input: PersonData & { username: string }): Promise<{ id: string; password: string }>
    /** Corrects what holds today, as `editUnit` and `editAgency` do; what changes from a day on is `addChange`. */
    editPerson(
      person: Person,
      id: string,
      input: { name: string; position: string; unitId: string | null; roles: Role[] },
    ): Promise<void>
    lock(person: Person, id: string): Promise<void>
    unlock(person: Person, id: string): Promise<void>
    /** A new one-time password, shown once; ends the person's sessions. */
    resetPassword(person: Person, id: string): Promise<{ password: string }>
    createUnit(person: Person, input: { name: string; abbreviation: string }): Promise<{ id: string }>
    editUnit(
      person: Person,
      id: string,
      input: { name: string; abbreviation: string; isClosed: boolean },
    ): Promise<void>
    editAgency(person: Person, input: AgencyData): Promise<void>
    /** What the agency, its units or its people are called from a day on, in the order of the days. */
    changes(person: Person, subject: Subject): Promise<DatedChange[]>
    /** `bad_input` names the day: `validFrom` past, day_taken or overlap, `validTo` order or overlap. */
    addChange(person: Person, change: NewChange): Promise<{ id: string }>
    /** Only one that has not begun; else `bad_input {reason: 'past'}`. */
    dropChange(person: Person, changeId: string): Promise<void>
    /** `bad_input`: `wording` taken, a day that is none, a last day before the first. */
    createBasis(person: Person, input: BasisData): Promise<{ id: string }>
    editBasis(person: Person, id: string, input: BasisData): Promise<void>
    /** Out of the library until it is restored or created again; drafts that name it stay as they are. */
    removeBasis(person: Person, id: string): Promise<void>
    restoreBasis(person: Person, id: string): Promise<void>
    giveSealRight(person: Person, given: Parameters<typeof giveSealRight>[2]): Promise<void>
    endSealRight(person: Person, given: { id: string }): Promise<void>
    giveDelegation(person: Person, given: Delegating): Promise<void>
    endDelegation(person: Person, given: { id: string }): Promise<void>
    setAcceptsOwn(person: Person, input: { acceptsOwn: 'yes' | 'no' }): Promise<void>
    /** What is a fault, advice or nothing here, by rule. */
    setFormatPolicy(person: Person, policy: Policy): Promise<void>
  }
  /** Which tours a person has had. */
  tours: {
    isNew(person: Person, tour: Tour): Promise<boolean>
    /** Had to its end, or put aside. `not_found` for a tour that there is not. */
    mark(person: Person, tour: string): Promise<void>
  }
  /** What strangers may ask of /verify. */
  visits: Visits
  /** Deletes what has expired; to be called now and then. */
  tidy(): Promise<void>
  /** The collaboration server's authoriser, but for the request, of which it needs the cookies only. */
  socket: SocketDoor
}

export interface AccessDeps {
  db: Database
  pool: pg.Pool
  /** With the demonstration's people, whom one may sign in as by a click. */
  isEvaluation: boolean
  /** True when people reach us by https: cookies then never travel without it. */
  isSecure: boolean
  /** Called after a commit that took or gave rights, so that open sockets are looked at at once. */
  rightsChanged(change: { draftId?: string; userId?: string }): void
}

export function createAccess({ db, pool, isEvaluation, isSecure, rightsChanged }: AccessDeps): Access {
  const ground: Ground = { db, pool, attempts: createAttempts(pool), options: { isSecure }, rightsChanged }
  /** The verb with its ground under it. */
  const on =
    <Given extends unknown[], Got>(verb: (ground: Ground, ...given: Given) => Promise<Got>) =>
    (...given: Given) =>
      verb(ground, ...given)

  return {
    signIn: on(signIn),
    signInAs: isEvaluation ? on(signInAs) : undefined,
    demonstrationPeople: isEvaluation ? on(demonstrationPeople) : undefined,
    whoHas: async (cookieValue) => (cookieValue ? findSession(db, cookieValue, ground.options) : null),
    cookieName: cookieName(ground.options),
    signOut: on(signOut),
    sessions: { list: on(listSessions), end: on(endSession), endAll: on(endAllSessions) },
    changePassword: on(changePassword),
    setup: { isOpen: () => isSetupOpen(db), newToken: on(newSetupToken), complete: on(completeSetup) },
    colleagues: on(colleagues),
    agency: on(readAgency),
    units: on(listUnits),
    bases: on(listBases),
    removedBases: on(listRemovedBases),
    sealRights: (person) => listSealRights(db, person),
    delegations: (person) => listDelegations(db, person),
    acceptsOwn: (person) => acceptsOwn(db, person),
    houseRules: on(readHouseRules),
    admin: {
      people: on(peoplePage),
      person: on(onePerson),
      createPerson: on(createPerson),
      editPerson: on(editPerson),
      lock: on(lockPerson),
      unlock: on(unlockPerson),
      resetPassword: on(resetPassword),
      createUnit: on(createUnit),
      editUnit: on(editUnit),
      editAgency: on(editAgency),
      changes: on(listChanges),
      addChange: on(addChange),
      dropChange: on(dropChange),
      createBasis: on(createBasis),
      editBasis: on(editBasis),
      removeBasis: on(removeBasis),
      restoreBasis: on(restoreBasis),
      giveSealRight: (person, given) => giveSealRight(db, person, given),
      endSealRight: (person, given) => endSealRight(db, person, given),
      giveDelegation: (person, given) => giveDelegation(db, person, given),
      endDelegation: (person, given) => endDelegation(db, person, given),
      setAcceptsOwn: on(setAcceptsOwn),
      setFormatPolicy: async (...given) => (await import('./format-policy.ts')).setFormatPolicy(ground, ...given),
    },
    socket: createSocketDoor(db, ground.options, createFactsReader(pool)),
    tours: { isNew: on(isTourNew), mark: on(markTour) },
    visits: createVisits(pool),
    tidy: on(tidy),
  }
}
