/** Papers in every state, brought there by the same verbs that people use. */
import * as Y from 'yjs'
import type { Anchor } from '../../src/lib/document/anchors/anchor.ts'
import { capacityOf } from '../../src/lib/document/capacity.ts'
import { parseText } from '../../src/lib/document/parse.ts'
import { passageOf } from '../../src/lib/document/passage.ts'
import { dateWords } from '../../src/lib/document/print/lines.ts'
import type { Drafts } from '../drafts/index.ts'
import type { Issue } from '../issue/index.ts'
import type { Review } from '../review/index.ts'
import type { Staff } from './office.ts'
import { PIN, type Username } from './people.ts'
import {
  decision,
  type DemonstrationText,
  invitation,
  letter,
  notice,
  report,
  submission,
  type Today,
} from './texts/index.ts'

/** How many there are, each of a kind of its own. */
export const PAPERS = 6
const DAY_MS = 24 * 60 * 60 * 1000

export interface Stage {
  drafts: Drafts
  review: Review
  issue: Pick<Issue, 'finalize' | 'seal' | 'publish'>
  /** The whole text of a draft, to anchor a comment in it. */
  readText(draftId: string): Promise<Uint8Array>
}

/** Makes the papers of those kinds that are not there yet. Gives back what went wrong, paper by paper. */
export async function playOffice(stage: Stage, staff: Staff, there: string[], now = new Date()): Promise<unknown[]> {
  const today = calendar(now)
  const due = (days: number) => new Date(now.getTime() + days * DAY_MS)
  const papers: [DemonstrationText, (text: DemonstrationText) => Promise<void>][] = [
    [notice(today), (text) => issued(stage, staff, text)],
    [decision(today), (text) => drafting(stage, staff, text, due(12))],
    [letter(today), (text) => inReview(stage, staff, text, due(2))],
    [submission(today), (text) => inApproval(stage, staff, text, due(5))],
    [report(today), (text) => approved(stage, staff, text, due(1))],
    [invitation(today), (text) => returned(stage, staff, text, due(4))],
  ]
  const missing = papers.filter(([{ kind }]) => !there.includes(kind))
  const made = await Promise.allSettled(missing.map(([text, make]) => make(text)))
  return made.flatMap((paper) => (paper.status === 'rejected' ? [paper.reason as unknown] : []))
}

async function drafting({ drafts }: Stage, staff: Staff, text: DemonstrationText, dueAt: Date): Promise<void> {
  const { id } = await drafts.create(staff.mailt, { ...asInput(text, staff[text.signer]), dueAt })
  await drafts.invite(staff.mailt, { draftId: id, userId: staff.anhnt.id })
}

async function inReview(stage: Stage, staff: Staff, text: DemonstrationText, dueAt: Date): Promise<void> {
  const { dungtv, toanvv, binhnh } = staff
  const id = await send(stage, staff, 'dungtv', text, 'toanvv', dueAt)
  const quote = 'nhiệt độ trung bình ngày dưới 15 °C'
  const anchor = anchorOf(await stage.readText(id), quote)
  const { threadId } = await stage.review.open(toanvv, {
    ...{ draftId: id, anchor, quote },
    text: 'Đề nghị dẫn rõ hướng dẫn kỹ thuật của ngành nông nghiệp về ngưỡng nhiệt độ này.',
  })
  await stage.review.reply(dungtv, {
    draftId: id,
    threadId,
    text: 'Tôi đã hỏi lại Sở Nông nghiệp và Môi trường, sẽ bổ sung ngay.',
  })
  await stage.review.open(binhnh, {
    ...{ draftId: id, anchor: null, quote: '' },
    text: 'Cần gửi các xã vùng cao trước ngày rét đợt đầu, đề nghị Văn phòng đẩy nhanh.',
  })
}

async function inApproval(stage: Stage, staff: Staff, text: DemonstrationText, dueAt: Date): Promise<void> {
  const id = await send(stage, staff, 'hoatt', text, 'hanhct', dueAt)
  const reason = 'Đã thẩm tra thể thức và nội dung, kính trình Phó Chủ tịch xem xét.'
  await stage.drafts.pass(staff.hanhct, { draftId: id, step: 1, toId: staff.vanqt.id, as: 'leader', reason })
}

async function approved(stage: Stage, staff: Staff, text: DemonstrationText, dueAt: Date): Promise<void> {
  const id = await send(stage, staff, 'ngocht', text, 'hapt', dueAt)
  await stage.drafts.pass(staff.hapt, { draftId: id, step: 1, toId: staff.truongdv.id, as: 'reviewer' })
  await stage.drafts.pass(staff.truongdv, { draftId: id, step: 2, toId: staff.thangld.id, as: 'leader' })
  await stage.drafts.approve(staff.thangld, { draftId: id, step: 3, reason: 'Đồng ý.' })
}

async function returned(stage: Stage, staff: Staff, text: DemonstrationText, dueAt: Date): Promise<void> {
  const id = await send(stage, staff, 'anhnt', text, 'thanhlv', dueAt)
  const reason = 'Đề nghị bổ sung thành phần mời là Trung tâm Lưu trữ lịch sử và nêu rõ tài liệu hội nghị gửi kèm.'
  await stage.drafts.return(staff.thanhlv, { draftId: id, step: 1, reason })
}

async function issued(stage: Stage, staff: Staff, text: DemonstrationText): Promise<void> {
  const { hapt, truongdv, lanbt } = staff
  const id = await send(stage, staff, 'ngocht', text, 'hapt', null)
  await stage.drafts.pass(hapt, { draftId: id, step: 1, toId: truongdv.id, as: 'leader' })
  await stage.drafts.approve(truongdv, { draftId: id, step: 2 })
  await stage.issue.finalize(truongdv, id, { pin: PIN, step: 3 })
  await stage.issue.seal(lanbt, id, { pin: PIN })
  await stage.issue.publish(lanbt, id)
}

/** Written by one, sent to a reviewer; the signer of the text is the leader named. */
async function send(
  { drafts }: Stage,
  staff: Staff,
  writer: Username,
  text: DemonstrationText,
  reviewer: Username,
  dueAt: Date | null,
): Promise<string> {
  const { id } = await drafts.create(staff[writer], asInput(text, staff[text.signer]))
  const named = { reviewerId: staff[reviewer].id, leaderId: staff[text.signer].id }
  await drafts.submit(staff[writer], { draftId: id, step: 0, ...named, dueAt })
  return id
}

/** What a person would give who had pasted the text and chosen the signer. */
export function asInput(
  { kind, subject, fields, body }: DemonstrationText,
  { id, name, position }: { id: string; name: string; position: string },
) {
  const capacity = capacityOf(position, 'ỦY BAN NHÂN DÂN')
  const { blocks } = parseText(body)
  return {
    kind,
    subject,
    text: { fields: { capacity, ...fields, signerId: id, signerName: name }, blocks: JSON.stringify(blocks) },
  }
}

export function calendar(now: Date): Today {
  const iso = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short' })
  return {
    day: (offset) => dateWords(iso.format(new Date(now.getTime() + offset * DAY_MS))),
    year: Number(iso.format(now).slice(0, 4)),
  }
}

/** Where a passage stands, as the editor would say it; null when the text does not hold it once and in one piece. */
export function anchorOf(text: Uint8Array, quote: string): Anchor | null {
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, text)
  return passageOf(ydoc, quote)
}
