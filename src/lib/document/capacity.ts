/** Quyền hạn, chức vụ của người ký (Phụ lục I, II.7.b), from the signer's official position. */

const DEPUTY = /^phó\s+/i

/**
 * "Phó Chủ tịch" signs "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"; a head signs with the position alone. `collective` is the body
 * for which he signs ("ỦY BAN NHÂN DÂN"), when the document is the body's and not its head's own.
 */
export function capacityOf(position: string, collective?: string): string {
  const title = position.trim().toUpperCase()
  const lines = DEPUTY.test(position.trim()) ? [`KT. ${title.replace(/^PHÓ\s+/, '')}`, title] : [title]
  return (collective ? [`TM. ${collective.toUpperCase()}`, ...lines] : lines).join('\n')
}
