/** Text and dates in PDF strings (ISO 32000-2, 7.9.2.2 and 7.9.4). Whatever stands there, there is an answer. */

const MOST_BYTES = 4096

export function textOf(bytes: Buffer | null | undefined): string | null {
  if (!bytes) return null
  const start = bytes.subarray(0, MOST_BYTES)
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be').decode(start)
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return start.toString('utf8').slice(1)
  return start.toString('latin1')
}

const DATE = /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?'?|Z.*)?$/

/** Null for what is no date. */
export function dateOf(bytes: Buffer | null | undefined): Date | null {
  const [whole, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', sign, offHour, offMinute] =
    DATE.exec(textOf(bytes)?.trim() ?? '') ?? []
  if (!whole) return null
  const zone = sign ? `${sign}${offHour ?? '00'}:${offMinute ?? '00'}` : 'Z'
  const date = new Date(`${year ?? ''}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(date.getTime()) ? null : date
}
