import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { backTo, judge, lastSound, remainsOf, type Verdict } from '../judge.ts'
import { KIND_IDS } from '../kinds.ts'
import { InvalidDocument, readUpdate } from '../read.ts'
import { schema } from '../schema.ts'
import { newText, seedUpdate } from '../seed.ts'
import { bold, br, cell, clause, documentOf, p, ref, row, signer, sonLa, table } from '../testing.ts'
import { POISONS, TARGET } from './poisons.ts'
import { hasRule, isSoundAttribute } from './rules.ts'

const document = documentOf('thong-bao', [
  p('Trước'),
  p(TARGET, bold(' thường xuyên'), br, 'dòng hai', { type: 'footnote', attrs: { text: 'Ghi chú' } }),
  clause('dieu', 'Điều khoản', 'd1'),
  p('Theo ', ref('d1')),
  table(row(cell('Ô'), cell('Ô hai', { colspan: 2, colwidth: [10, 20] }))),
  { type: 'pageBreak' },
  { type: 'image', attrs: { hash: 'a'.repeat(64), widthMm: 100, pixelWidth: 4, pixelHeight: 3, alt: 'Hình' } },
  p(),
])

function draft(): Y.Doc {
  return newText(document)
}

const stateOf = (ydoc: Y.Doc) => Y.encodeStateAsUpdate(ydoc)
const fallback = { kind: 'thong-bao' }

function mended(updates: Uint8Array[], verdict: Verdict): Y.Doc {
  const ydoc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(ydoc, update)
  if (verdict.is === 'flawed' && verdict.mend) Y.applyUpdate(ydoc, verdict.mend)
  return ydoc
}

test('a text of ours is sound, typed in and undone too', () => {
  const ydoc = draft()
  expect(judge([stateOf(ydoc)])).toEqual({ is: 'sound' })
})

describe('OPEN-1: what no client of ours makes is told and undone', () => {
  test.each(POISONS.filter(({ isTooDeep }) => !isTooDeep))('$name', ({ put, keeps }) => {
    const ydoc = draft()
    const good = stateOf(ydoc)
    const vector = Y.encodeStateVector(ydoc)
    put(ydoc)
    const updates = [good, Y.encodeStateAsUpdate(ydoc, vector)]
    const verdict = judge(updates, fallback)
    expect(verdict).toMatchObject({ is: 'flawed' })
    if (verdict.is !== 'flawed') return
    expect(verdict.mend).not.toBeNull()
    const isRefused = throws(() => readUpdate(stateOf(ydoc)))
    expect(isRefused).toBe(verdict.isGrave)
    const after = mended(updates, verdict)
    expect(judge([stateOf(after)])).toEqual({ is: 'sound' })
    const text = JSON.stringify(readUpdate(stateOf(after)))
    for (const word of [TARGET, 'Trước', 'Điều khoản', 'Ghi chú', 'Ô hai', ...(keeps ? [keeps] : [])])
      expect(text).toContain(word)
    const remains = remainsOf(updates, fallback)
    expect(JSON.stringify(remains.document)).toBe(text)
    expect(lastSound(updates)).toBe(verdict.isGrave ? 1 : 2)
  })
})

test.each(KIND_IDS)('a new draft is sound: %s', (kind) => {
  expect(judge([seedUpdate({ kind, office: sonLa, signer })])).toEqual({ is: 'sound' })
})

test('every attribute of the schema has a rule', () => {
  for (const [node, { spec }] of Object.entries(schema.nodes))
    for (const [name, { default: value }] of Object.entries<{ default?: unknown }>(spec.attrs ?? {}))
      expect(isSoundAttribute(node, name, value ?? null), `${node} ${name}`).toBe(true)
  for (const [node, { spec }] of Object.entries(schema.nodes))
    for (const name of Object.keys(spec.attrs ?? {})) expect(hasRule(node, name), `${node} ${name}`).toBe(true)
})

test('all of it at once', () => {
  const ydoc = draft()
  for (const { put, isTooDeep } of POISONS) if (!isTooDeep) put(ydoc)
  const updates = [stateOf(ydoc)]
  const after = mended(updates, judge(updates, fallback))
  const text = JSON.stringify(readUpdate(stateOf(after)))
  for (const { keeps } of POISONS) if (keeps) expect(text).toContain(keeps)
})

test.each(['quyet-dinh', 'phieu-trinh'])('the text says that it is another kind than the draft: %s', (kind) => {
  const ydoc = draft()
  const good = stateOf(ydoc)
  const vector = Y.encodeStateVector(ydoc)
  ydoc.getMap('fields').set('kind', kind)
  const updates = [good, Y.encodeStateAsUpdate(ydoc, vector)]
  const verdict = judge(updates, fallback)
  expect(verdict).toMatchObject({ is: 'flawed', isGrave: true, flaws: [{ kind: 'bad-field', name: 'kind' }] })
  expect(readUpdate(stateOf(mended(updates, verdict)))).toEqual(document)
  expect(remainsOf(updates, fallback)).toMatchObject({ document, isMended: true })
  expect(lastSound(updates, fallback)).toBe(1)
})

test('nesting that no browser could delete is told, and the text before it shown', () => {
  const ydoc = draft()
  const good = stateOf(ydoc)
  POISONS.find(({ isTooDeep }) => isTooDeep)?.put(ydoc)
  const updates = [good, stateOf(ydoc)]
  expect(judge(updates)).toMatchObject({ is: 'flawed', isGrave: true, mend: null })
  expect(remainsOf(updates).document).toEqual(document)
  expect(() => readUpdate(stateOf(ydoc))).toThrow(InvalidDocument)
})

test('a row that is no update: the text before it is shown, and can be gone back to', () => {
  const ydoc = draft()
  const updates = [stateOf(ydoc), new Uint8Array([9, 9, 9, 9]), new Uint8Array([0, 0])]
  expect(judge(updates)).toMatchObject({ is: 'unreadable', flaws: [{ kind: 'unreadable' }] })
  expect(lastSound(updates)).toBe(1)
  expect(remainsOf(updates).document).toEqual(document)
})

test('nothing that can be read at all', () => {
  expect(remainsOf([new Uint8Array([255])])).toMatchObject({ document: null, lines: [] })
  expect(lastSound([new Uint8Array([255])])).toBe(0)
})

test('going back is a change like any other', () => {
  const ydoc = draft()
  const updates = [stateOf(ydoc)]
  for (const { put, isTooDeep } of POISONS) {
    if (isTooDeep) continue
    const vector = Y.encodeStateVector(ydoc)
    put(ydoc)
    updates.push(Y.encodeStateAsUpdate(ydoc, vector))
  }
  const back = backTo(updates, updates.slice(0, lastSound(updates)))
  const after = mended([...updates, back ?? new Uint8Array()], { is: 'sound' })
  expect(judge([stateOf(after)])).toEqual({ is: 'sound' })
  expect(readUpdate(stateOf(after)).fields).toEqual(document.fields)
})

test('linear: ten times the flaws cost no more than forty times the time', () => {
  const cost = (many: number) => {
    const ydoc = draft()
    ydoc.transact(() => {
      ydoc.getXmlFragment('body').insert(
        0,
        Array.from({ length: many }, () => new Y.XmlText('x')),
      )
    })
    const state = stateOf(ydoc)
    const began = process.cpuUsage()
    judge([state])
    return process.cpuUsage(began).user / 1_000 // others use this machine too
  }
  cost(500)
  expect(cost(5_000)).toBeLessThan(40 * Math.max(cost(500), 20))
}, 60_000)

function throws(act: () => unknown): boolean {
  try {
    act()
    return false
  } catch (error) {
    if (!(error instanceof InvalidDocument)) throw error
    return true
  }
}
