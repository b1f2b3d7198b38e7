/** The sentences of an import report. */
import type { Changed, Counted, ImportReport, LeftOut } from '$lib/document/import-report.ts'
import { m } from '$lib/paraglide/messages'

type Count = { count: number }

const FIELDS: Record<ImportReport['fields'][number]['field'], () => string> = {
  subject: () => m.import_field_subject(),
  authority: () => m.import_field_authority(),
  addressees: () => m.import_field_addressees(),
  leaderWords: () => m.editor_field_leader_words(),
  recipients: () => m.import_field_recipients(),
  capacity: () => m.import_field_capacity(),
  signerName: () => m.import_field_signer_name(),
  secondCapacity: () => m.editor_field_second_capacity(),
  secondName: () => m.editor_field_second_name(),
  urgency: () => m.import_field_urgency(),
  circulation: () => m.import_field_circulation(),
}

const COUNTS: Record<Counted, (count: Count) => string> = {
  basis: (count) => m.import_count_basis(count),
  phan: (count) => m.import_count_phan(count),
  chuong: (count) => m.import_count_chuong(count),
  muc: (count) => m.import_count_muc(count),
  'tieu-muc': (count) => m.import_count_tieu_muc(count),
  dieu: (count) => m.import_count_dieu(count),
  khoan: (count) => m.import_count_khoan(count),
  decimal: (count) => m.import_count_decimal(count),
  'sub-decimal': (count) => m.import_count_sub_decimal(count),
  diem: (count) => m.import_count_diem(count),
  paragraph: (count) => m.import_count_paragraph(count),
  listLine: (count) => m.import_count_list_line(count),
  quote: (count) => m.import_count_quote(count),
  table: (count) => m.import_count_table(count),
  appendix: (count) => m.import_count_appendix(count),
  attached: (count) => m.import_count_attached(count),
  image: (count) => m.import_count_image(count),
  footnote: (count) => m.import_count_footnote(count),
}

const CHANGED: Record<Changed['what'], (count: Count) => string> = {
  unprintable: (count) => m.import_changed_unprintable(count),
  tcvn3: (count) => m.import_changed_tcvn3(count),
  vni: (count) => m.import_changed_vni(count),
  nfc: (count) => m.import_changed_nfc(count),
  numbers: (count) => m.import_changed_numbers(count),
  renumbered: (count) => m.import_changed_renumbered(count),
  handNumbers: (count) => m.import_changed_hand_numbers(count),
  typedNumbers: (count) => m.import_changed_typed_numbers(count),
  fonts: (count) => m.import_changed_fonts(count),
  colours: (count) => m.import_changed_colours(count),
  highlights: (count) => m.import_changed_highlights(count),
  agency: () => m.import_changed_agency(),
  signer: () => m.import_changed_signer(),
  number: () => m.import_changed_number(),
  date: () => m.import_changed_date(),
  printed: () => m.import_changed_printed(),
  signature: () => m.import_changed_signature(),
  draft: () => m.import_changed_draft(),
  pointer: () => m.import_changed_pointer(),
  attached: () => m.import_changed_attached(),
  layout: (count) => m.import_changed_layout(count),
  heads: (count) => m.import_changed_heads(count),
  nestedTables: (count) => m.import_changed_nested_tables(count),
  cutTables: (count) => m.import_changed_cut_tables(count),
  landscape: (count) => m.import_changed_landscape(count),
  unruled: (count) => m.import_changed_unruled(count),
  unaligned: (count) => m.import_changed_unaligned(count),
  otherTitle: () => m.import_changed_other_title(),
  asText: (count) => m.import_changed_as_text(count),
  endnotes: (count) => m.import_changed_endnotes(count),
  link: (count) => m.import_changed_link(count),
  turned: (count) => m.import_changed_turned(count),
  inserted: (count) => m.import_changed_inserted(count),
  moved: (count) => m.import_changed_moved(count),
  suggestion: (count) => m.import_changed_suggestion(count),
  nestedChange: (count) => m.import_changed_nested(count),
  comment: (count) => m.import_changed_comment(count),
}

const LEFT_OUT: Record<LeftOut['what'], (count: Count) => string> = {
  turning: (count) => m.import_lost_turning(count),
  unseen: (count) => m.import_lost_unseen(count),
  deleted: (count) => m.import_lost_deleted(count),
  formatted: (count) => m.import_lost_formatted(count),
  layoutChange: (count) => m.import_lost_layout_change(count),
  unsuggested: (count) => m.import_lost_unsuggested(count),
  image: (count) => m.import_lost_image(count),
  cellImage: (count) => m.import_lost_cell_image(count),
  outerImage: (count) => m.import_lost_outer_image(count),
  marginImage: (count) => m.import_lost_margin_image(count),
  shape: (count) => m.import_lost_shape(count),
  textBox: (count) => m.import_lost_text_box(count),
  object: (count) => m.import_lost_object(count),
  chart: (count) => m.import_lost_chart(count),
  header: (count) => m.import_lost_header(count),
  footer: (count) => m.import_lost_footer(count),
  hidden: (count) => m.import_lost_hidden(count),
  contents: (count) => m.import_lost_contents(count),
  symbol: (count) => m.import_lost_symbol(count),
  embedded: (count) => m.import_lost_embedded(count),
  template: () => m.import_lost_template(),
  outerNote: (count) => m.import_lost_outer_note(count),
  elsewhere: (count) => m.import_lost_elsewhere(count),
  field: (count) => m.import_lost_field(count),
  unread: (count) => m.import_lost_unread(count),
  unplaced: (count) => m.import_lost_unplaced(count),
}

export const fieldName = (field: ImportReport['fields'][number]['field']): string => FIELDS[field]()
export const countText = ({ what, count }: ImportReport['counts'][number]): string => COUNTS[what]({ count })
export const changeText = ({ what, count, who }: Changed): string => by(CHANGED[what]({ count }), who)
export const lossText = ({ what, count, who }: LeftOut): string => by(LEFT_OUT[what]({ count }), who)
export const placeText = ({ alt, beside }: NonNullable<LeftOut['images']>[number]): string => {
  if (beside === '') return alt
  return alt === '' ? m.import_image_beside({ beside }) : m.import_image_named({ alt, beside })
}

const by = (what: string, who: string | undefined) => (who ? m.import_by({ what, who }) : what)
