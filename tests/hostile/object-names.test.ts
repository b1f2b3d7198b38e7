/** Whatever an object answers to by nature is no word of ours: wherever a name comes from outside, it is unknown. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { parseXml } from '../../server/import/word/xml.ts'
import { isSameName } from '../../server/issue/pki/same-name.ts'
import { signFont } from '../../src/lib/document/dingbats.ts'
import { judge } from '../../src/lib/document/judge.ts'
import { isKindId } from '../../src/lib/document/kinds.ts'
import { readUpdate } from '../../src/lib/document/read.ts'
import { schema } from '../../src/lib/document/schema.ts'
import { newText } from '../../src/lib/document/seed.ts'
import { OF_EVERY_OBJECT, TARGET, targetLine } from '../../src/lib/document/sound/poisons.ts'
import { hasRule, isSoundAttribute } from '../../src/lib/document/sound/rules.ts'
import { documentOf, p } from '../../src/lib/document/testing.ts'
import { own } from '../../src/lib/own.ts'
import { isFaultCode } from '../../src/lib/ui/faults.ts'

const fallback = { kind: 'thong-bao' }

describe.each(OF_EVERY_OBJECT)('%s', (name) => {
  const places: Record<string, (ydoc: Y.Doc) => void> = {
    'an attribute of a line': (ydoc) => targetLine(ydoc).setAttribute(name, 'x'),
    'an attribute that holds a map': (ydoc) => targetLine(ydoc).setAttribute(name, { role: 'clause' } as never),
    'a mark': (ydoc) => (targetLine(ydoc).get(0) as Y.XmlText).format(0, 4, { [name]: {} }),
    'a node': (ydoc) => ydoc.getXmlFragment('body').insert(1, [new Y.XmlElement(name)]),
    'a node in a line': (ydoc) => targetLine(ydoc).insert(1, [new Y.XmlElement(name)]),
    'a field': (ydoc) => ydoc.getMap('fields').set(name, 'x'),
    'a field that is a text': (ydoc) => ydoc.getMap('fields').set(name, new Y.Text('x')),
    'the kind': (ydoc) => ydoc.getMap('fields').set('kind', name),
    'the urgency': (ydoc) => ydoc.getMap('fields').set('urgency', name),
    'a part of its own': (ydoc) => ydoc.getMap(name).set('x', 1),
  }

  test.each(Object.entries(places))('%s is undone', (_, put) => {
    const ydoc = newText(documentOf('thong-bao', [p(TARGET)]))
    put(ydoc)
    const verdict = judge([Y.encodeStateAsUpdate(ydoc)], fallback)
    if (verdict.is !== 'flawed' || !verdict.mend) throw new Error(JSON.stringify(verdict))
    Y.applyUpdate(ydoc, verdict.mend)
    expect(judge([Y.encodeStateAsUpdate(ydoc)])).toEqual({ is: 'sound' })
    expect(JSON.stringify(readUpdate(Y.encodeStateAsUpdate(ydoc)))).toContain(TARGET)
  })

  test('is in none of our tables', () => {
    for (const node of [...Object.keys(schema.nodes), name]) {
      expect(hasRule(node, name)).toBe(false)
      expect(isSoundAttribute(node, name, 'x')).toBe(false)
    }
    expect([schema.nodes[name], schema.marks[name], own({}, name)]).toEqual([undefined, undefined, undefined])
    expect([isKindId(name), isFaultCode(name), signFont(name)]).toEqual([false, false, null])
  })

  test('may stand in a name and be the address of a vocabulary', () => {
    expect(isSameName(`Nguyễn ${name}`, `Nguyễn ${name}`)).toBe(true)
    expect(isSameName(`Nguyễn ${name}`, 'Nguyễn Văn An')).toBe(false)
    expect(parseXml(`<a xmlns="${name}" ${name}="x"/>`, 'x').name).toBe('?:a')
  })
})
