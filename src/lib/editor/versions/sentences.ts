/** Versions and their differences in the words of the office. */
import { m } from '$lib/paraglide/messages'
import type { Row } from '../../document/compare/shown.ts'
import type { Part, Summary, Thing, Unit } from '../../document/compare/summary.ts'
import { capitalised } from '../../document/text.ts'
import { formatMoment } from '../../ui/dates.ts'
import type { VersionKind } from '../../vocabulary.ts'
import { traitName } from '../core/part-names.ts'
import type { NamedText, VersionItem, Which } from './types.ts'

export { fieldName } from '../core/part-names.ts'

const KINDS: Record<VersionKind, () => string> = {
  named: m.versions_kind_named,
  auto: m.versions_kind_auto,
  submit: m.versions_kind_submit,
  withdraw: m.versions_kind_withdraw,
  return: m.versions_kind_return,
  pass: m.versions_kind_pass,
  approve: m.versions_kind_approve,
  freeze: m.versions_kind_freeze,
  'before-restore': m.versions_kind_before_restore,
  restore: m.versions_kind_restore,
}

export const kindOfVersion = (kind: VersionKind): string => KINDS[kind]()

/** "Phiên bản 3 · Trình", or its own name. */
export const versionTitle = ({ number, kind, name }: Pick<VersionItem, 'number' | 'kind' | 'name'>): string =>
  `${m.versions_number({ number })} · ${name || kindOfVersion(kind)}`

export function textTitle({ which, version, at }: NamedText): string {
  if (version) return versionTitle(version)
  if (which.is === 'now') return m.versions_now()
  return m.versions_moment({ at: at ? formatMoment(at) : '–' })
}

/** As addresses write it. */
export const written = (which: Which): string =>
  which.is === 'now' ? 'now' : which.is === 'moment' ? `@${which.position}` : String(which.number)

const THINGS: Record<Thing, () => string> = {
  phan: m.versions_thing_phan,
  chuong: m.versions_thing_chuong,
  muc: m.versions_thing_muc,
  'tieu-muc': m.versions_thing_tieu_muc,
  dieu: m.versions_thing_dieu,
  khoan: m.versions_thing_khoan,
  decimal: m.versions_thing_decimal,
  'sub-decimal': m.versions_thing_sub_decimal,
  diem: m.versions_thing_diem,
  line: m.versions_thing_line,
  table: m.versions_thing_table,
  image: m.versions_thing_image,
  appendix: m.versions_thing_appendix,
  basis: m.versions_thing_basis,
  break: m.versions_thing_break,
}

const PARTS: Record<Part['is'], (of: { count: number; what: string }) => string> = {
  in: m.versions_part_in,
  out: m.versions_part_out,
  moved: m.versions_part_moved,
}

/** "Điều 5", or what the unit is where it has no number. */
export function unitName({ is, before, after }: Unit): string {
  if (is === 'fields') return m.versions_unit_fields()
  return after || before || m.versions_unit_opening()
}

/** «Điều 3: thêm 2 khoản, sửa 1 chỗ»; «Điều 7 chuyển thành Điều 5». */
export function unitSentence(unit: Unit): string {
  const { before, after, isMoved, is } = unit
  const told = unit.parts.map(({ is, what, count }) => PARTS[is]({ count, what: THINGS[what]() }))
  const isClause = is === 'clause' || is === 'appendix'
  if (isClause && before === null) told.unshift(m.versions_unit_in())
  if (isClause && after === null) told.unshift(m.versions_unit_out())
  if (unit.edited > 0) told.push(m.versions_edited({ count: unit.edited }))
  if (unit.formed > 0) told.push(m.versions_formed({ count: unit.formed }))
  if (unit.words.in > 0) told.push(m.versions_words_in({ count: unit.words.in }))
  if (unit.words.out > 0) told.push(m.versions_words_out({ count: unit.words.out }))
  const name = isMoved ? movedName(unit) : unitName(unit)
  return capitalised(told.length === 0 ? name : m.versions_unit_told({ name, told: told.join(', ') }))
}

function movedName(unit: Unit): string {
  const { before, after } = unit
  if (before && after && before !== after) return m.versions_unit_moved({ before, after })
  return m.versions_unit_moved_same({ label: unitName(unit) })
}

/** So many are listed one by one. */
const MOST_RENUMBERED = 8

export function renumberedSentence({ renumbered }: Summary): string {
  const list = renumbered.slice(0, MOST_RENUMBERED).map((one) => m.versions_renumbered_one(one))
  return m.versions_renumbered({ list: [...list, ...(renumbered.length > MOST_RENUMBERED ? ['…'] : [])].join(', ') })
}

/** What became of a row, for a screen reader and for who does not see colours; "" for nothing. */
export function rowWords(row: Row): string {
  const told: string[] = []
  if (row.is === 'in') told.push(m.versions_row_in())
  if (row.is === 'out') told.push(m.versions_row_out())
  if (row.is === 'away')
    return row.after?.cite ? m.versions_row_away({ to: row.after.cite }) : m.versions_row_away_plain()
  if (row.isMoved)
    told.push(row.before?.cite ? m.versions_row_moved({ from: row.before.cite }) : m.versions_row_moved_plain())
  if (row.shown.is === 'line' && row.shown.isRewritten) told.push(m.versions_row_rewritten())
  else if (row.words.in + row.words.out > 0 && row.is === 'changed') told.push(m.versions_row_changed())
  if (row.traits.length > 0) {
    const names = new Set(row.traits.map((trait) => traitName(trait)))
    told.push(m.versions_row_traits({ list: [...names].join(', ') }))
  }
  return told.join(' · ')
}

/** Whether a row shows anything but what both texts have in the same place. */
export const isChange = (row: Row): boolean => row.is !== 'same' || row.isMoved
