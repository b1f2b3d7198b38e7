/** `word/numbering.xml`: the lists as Word reads them (ISO/IEC 29500-1, 17.9). */
import { MEASURES } from '../../../../src/lib/document/measures.ts'
import type { ClauseLevel } from '../../../../src/lib/document/model.ts'
import type { ClauseStyle } from '../clause-styles.ts'
import { DECLARATION, element, writeXml, type Xml } from '../revisions/xml.ts'
import { twips } from '../units.ts'
import { type Look, MUC_IN_LINE, NUMBER, USUAL } from './levels.ts'
import { HEAD_LOOK, type List, type Lists, type Scheme } from './lists.ts'

const NAMESPACE = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'

/** `styles`: those that bring a number along; each level names the one that it belongs to. */
export function numberingPart(lists: Lists, styles: readonly ClauseStyle[]): string {
  const { schemes } = lists
  const parts = [
    ...schemes.map((scheme, at) => {
      const own = styles.flatMap(({ id, list }) =>
        list && lists.lists[list.number - 1]?.scheme === scheme ? [[list.level, id] as const] : [],
      )
      return schemeXml(scheme, at, new Map(own))
    }),
    ...lists.lists.map((list, at) => listXml(list, at + 1, schemes.indexOf(list.scheme))),
  ]
  return DECLARATION + writeXml(element('w:numbering', { 'xmlns:w': NAMESPACE }, parts))
}

const value = (name: string, given: string | number): Xml => element(name, { 'w:val': String(given) })

/** Word tells lists of several files apart by this number. */
const FIRST_NSID = 0x5b1f0000

function schemeXml(scheme: Scheme, id: number, styles: ReadonlyMap<number, string>): Xml {
  const { levels, looks } = scheme
  const written =
    levels === null
      ? [levelXml(scheme, 0, HEAD_LOOK, styles.get(0))]
      : levels.map((level, at) => levelXml(scheme, at, looks.get(at) ?? USUAL[level], styles.get(at)))
  return element('w:abstractNum', { 'w:abstractNumId': String(id) }, [
    value('w:nsid', (FIRST_NSID + id).toString(16).toUpperCase()),
    value('w:multiLevelType', 'multilevel'),
    ...written,
  ])
}

const CENTRED: ReadonlySet<ClauseLevel | undefined> = new Set(['phan', 'chuong', 'muc', 'tieu-muc'])

/** Children in the order of the standard's schema. */
function levelXml({ levels }: Scheme, at: number, { text, format }: Look, style?: string, start = 1): Xml {
  const level = levels?.[at]
  const isLead = levels === null || (CENTRED.has(level) && text !== MUC_IN_LINE.text)
  return element('w:lvl', { 'w:ilvl': String(at) }, [
    value('w:start', start),
    value('w:numFmt', format),
    ...(style === undefined ? [] : [value('w:pStyle', style)]),
    value('w:suff', isLead ? 'nothing' : 'space'),
    value(
      'w:lvlText',
      text.replaceAll(NUMBER, (name) => `%${placeOf(name, levels)}`),
    ),
    value('w:lvlJc', 'left'),
    element('w:pPr', {}, [
      element('w:ind', { 'w:left': '0', 'w:firstLine': String(isLead ? 0 : twips(MEASURES.body.indentMm)) }),
    ]),
    // "Điều 1." is bold in front of a sentence, too; of the others the style of the line says it.
    ...(level === 'dieu' ? [element('w:rPr', {}, [element('w:b'), element('w:bCs')])] : []),
  ])
}

/** Of "{khoan}" in a list, from 1. */
function placeOf(name: string, levels: Scheme['levels']): number {
  return levels === null ? 1 : levels.findIndex((level) => `{${level}}` === name) + 1
}

function listXml({ scheme, change }: List, id: number, schemeId: number): Xml {
  return element('w:num', { 'w:numId': String(id) }, [
    value('w:abstractNumId', schemeId),
    ...(change
      ? [
          element('w:lvlOverride', { 'w:ilvl': String(change.level) }, [
            ...(change.start === undefined ? [] : [value('w:startOverride', change.start)]),
            ...(change.look ? [levelXml(scheme, change.level, change.look, undefined, change.start)] : []),
          ]),
        ]
      : []),
  ])
}
