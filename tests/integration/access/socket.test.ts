import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Person } from '../../../server/access/person.ts'
import type { SignedIn } from '../../../server/access/shapes.ts'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { MESSAGE, type Right, type Standing } from '../../../src/lib/collab/protocol.ts'
import { SCHEMA_VERSION } from '../../../src/lib/document/model.ts'
import { freshOffice, PASSWORD, VISITOR } from '../setup/office.ts'

/** GUARD-1. The office of these tests gives the sockets no hint: only the table tells them, as on another node. */
const WITHIN_MS = 2000

const office = await freshOffice()
const { access, drafts } = office
let server: Server
let url: string
let owner: Person, author: Person, reviewer: Person, leader: Person, admin: Person

beforeAll(async () => {
  server = createServer().on('upgrade', office.collab.upgrade)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/collab`
  owner = await office.person(['specialist'])
  author = await office.person(['specialist'])
  reviewer = await office.person(['reviewer'])
  leader = await office.person(['leader'])
  admin = await office.person(['admin'])
})
afterAll(async () => {
  await office.drop()
  server.close()
})

const signIn = (person: Person) => access.signIn({ username: person.username, password: PASSWORD }, VISITOR)

/** An open editor, as far as its rights go. */
class Editor {
  standing: Standing | null = null
  closedWith: number | null = null

  constructor(draftId: string, cookie: string | undefined) {
    const headers = cookie === undefined ? {} : { cookie: `session=${cookie}` }
    const socket = new WebSocket(`${url}/${draftId}?schema=${SCHEMA_VERSION}`, { headers })
    socket.binaryType = 'nodebuffer'
    socket.on('close', (code) => (this.closedWith = code))
    socket.on('message', (data: Buffer) => {
      const decoder = decoding.createDecoder(data)
      if (decoding.readVarUint(decoder) === MESSAGE.standing)
        this.standing = JSON.parse(decoding.readVarString(decoder))
    })
  }

  /** How long until it may do just this, or is closed with this code; throws when it takes too long. */
  async until(expected: Right | number, within = WITHIN_MS): Promise<void> {
    const isThere = () =>
      typeof expected === 'number' ? this.closedWith === expected : this.standing?.right === expected
    for (const end = Date.now() + within; Date.now() < end && !isThere();) await new Promise((go) => setTimeout(go, 20))
    expect(typeof expected === 'number' ? this.closedWith : this.standing?.right).toBe(expected)
  }
}

/** Opening is not what is measured here. */
async function openAs({ cookie }: SignedIn, draftId: string, right: Right): Promise<Editor> {
  const editor = new Editor(draftId, cookie?.value)
  await editor.until(right, 15_000)
  return editor
}

async function newDraft(): Promise<string> {
  const { id } = await drafts.create(owner, { kind: 'cong-van' })
  await drafts.invite(owner, { draftId: id, userId: author.id })
  return id
}

describe('GUARD-1: a change of right reaches open editors within 2 s', () => {
  test('a draft that is submitted is written no more; returned, it is written again', async () => {
    const draftId = await newDraft()
    const editors = [
      await openAs(await signIn(owner), draftId, 'write'),
      await openAs(await signIn(author), draftId, 'write'),
    ]
    await drafts.submit(owner, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id })
    await Promise.all(editors.map((editor) => editor.until('suggest')))
    await drafts.return(reviewer, { draftId, step: 1, reason: 'Xem lại' })
    await Promise.all(editors.map((editor) => editor.until('write')))
  })

  test('an author who is taken out is put out; the others stay', async () => {
    const draftId = await newDraft()
    const [mine, theirs] = [
      await openAs(await signIn(owner), draftId, 'write'),
      await openAs(await signIn(author), draftId, 'write'),
    ]
    await drafts.remove(owner, { draftId, userId: author.id })
    await theirs.until(CLOSE.withdrawn.code)
    expect(mine.closedWith).toBeNull()
  })

  test('signing out closes what was opened with that session, and nothing else', async () => {
    const draftId = await newDraft()
    const [here, there] = [await signIn(author), await signIn(author)]
    const [closing, staying] = [await openAs(here, draftId, 'write'), await openAs(there, draftId, 'write')]
    await access.signOut(here)
    await closing.until(CLOSE.notSignedIn.code)
    expect(staying.closedWith).toBeNull()
    await access.sessions.endAll(author)
    await staying.until(CLOSE.notSignedIn.code)
  })

  test('a person who is locked out is out', async () => {
    const draftId = await newDraft()
    const editor = await openAs(await signIn(author), draftId, 'write')
    await access.admin.lock(admin, author.id)
    await editor.until(CLOSE.notSignedIn.code)
    await access.admin.unlock(admin, author.id)
  })
})

describe('GUARD-1: who gets in', () => {
  test('nobody without a session, with one that ended, or with a hash from the table', async () => {
    const draftId = await newDraft()
    const signedIn = await signIn(owner)
    await access.signOut(signedIn)
    for (const cookie of [undefined, '', signedIn.cookie?.value, signedIn.session.id, 'x; session=y']) {
      await new Editor(draftId, cookie).until(CLOSE.notSignedIn.code, 15_000)
    }
  })

  test('nobody into a draft they have no part in, nor into one that does not exist', async () => {
    const { cookie } = await signIn(reviewer)
    for (const draftId of [await newDraft(), crypto.randomUUID()]) {
      await new Editor(draftId, cookie?.value).until(CLOSE.notFound.code, 15_000)
    }
  })
})

describe('GUARD-1: many at once', () => {
  const admit = async (signedIn: SignedIn, draftId: string) => {
    const admitted = await access.socket.admit(`session=${signedIn.cookie?.value}`, draftId)
    return 'refused' in admitted ? admitted.refused : `${admitted.identity.person.name} ${admitted.right}`
  }

  test('are judged in a few statements, each by what they themselves may', async () => {
    const draftIds = [await newDraft(), await newDraft(), crypto.randomUUID()]
    const ended = await signIn(author)
    const people = [await signIn(owner), await signIn(author), await signIn(reviewer), ended]
    await access.signOut(ended)
    const query = vi.spyOn(office.pool, 'query')
    const asked = draftIds.flatMap((draftId) => people.map((person) => admit(person, draftId)))
    const again = draftIds.map((draftId) => admit(people[0] as SignedIn, draftId))
    const told = await Promise.all(asked)
    const mine = await Promise.all(again)
    expect(query.mock.calls.filter(([call]) => JSON.stringify(call).includes('access-socket-facts'))).toHaveLength(1)
    query.mockRestore()
    const [writes, none] = [[`${owner.name} write`, `${author.name} write`], `${reviewer.name} none`]
    expect(told.slice(0, 4)).toEqual([...writes, none, 'notSignedIn'])
    expect(told.slice(4, 8)).toEqual([...writes, none, 'notSignedIn'])
    expect(told.slice(8)).toEqual([`${owner.name} none`, `${author.name} none`, none, 'notSignedIn'])
    expect(mine).toEqual([told[0], told[4], told[8]])
  })

  test('a question that comes while another is under way is answered by what is true after it', async () => {
    const draftId = await newDraft()
    const session = await signIn(author)
    const early = admit(session, draftId)
    await new Promise((go) => setImmediate(go)) // the statement is under way
    await drafts.remove(owner, { draftId, userId: author.id })
    const late = admit(session, draftId)
    expect(await early).toMatch(/write|none/)
    expect(await late).toBe(`${author.name} none`)
  })

  test('a database that fails fails the question, not the next one', async () => {
    const draftId = await newDraft()
    const session = await signIn(owner)
    const query = vi.spyOn(office.pool, 'query').mockRejectedValueOnce(new Error('gone'))
    await expect(admit(session, draftId)).rejects.toThrow('gone')
    query.mockRestore()
    expect(await admit(session, draftId)).toBe(`${owner.name} write`)
  })
})
