/** The sentences of what a paste tells. */
import { m } from '$lib/paraglide/messages'
import type { Told, What } from './told.ts'

type Count = { count: number }

const SENTENCES: Record<What, (count: Count) => string> = {
  mergedInWay: () => m.editor_paste_merged_in_way(),
  tooLarge: () => m.editor_paste_too_large(),
  turning: (count) => m.editor_paste_turning(count),
  turned: (count) => m.editor_paste_turned(count),
  unprintable: (count) => m.editor_paste_unprintable(count),
  unseen: (count) => m.editor_paste_unseen(count),
  comment: (count) => m.editor_paste_comment(count),
  deleted: (count) => m.editor_paste_deleted(count),
  hidden: (count) => m.editor_paste_hidden(count),
  image: () => m.image_not_pasted(),
  noteLost: (count) => m.editor_paste_note_lost(count),
  unplaced: (count) => m.editor_paste_unplaced(count),
  kind: () => m.editor_paste_kind(),
  signer: () => m.editor_paste_signer(),
  subject: () => m.editor_paste_subject(),
  kept: () => m.editor_paste_kept(),
  joined: (count) => m.editor_paste_joined(count),
  pageNumber: (count) => m.editor_paste_page_number(count),
  renumbered: (count) => m.import_changed_renumbered(count),
  handNumbers: (count) => m.import_changed_hand_numbers(count),
  given: () => m.editor_paste_given(),
  attached: () => m.import_changed_attached(),
  nestedTables: (count) => m.import_changed_nested_tables(count),
  cutTables: (count) => m.import_changed_cut_tables(count),
}

export const toldText = ({ what, count }: Told): string => SENTENCES[what]({ count })
