/** Dates as the office reads them: dd/MM/yyyy in Asia/Ho_Chi_Minh, relative only within a day. */
import { m } from '$lib/paraglide/messages'

const ZONE = 'Asia/Ho_Chi_Minh'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** A deadline this close is shown in amber. */
const SOON_MS = 2 * DAY_MS

// en-GB because it writes dd/MM/yyyy; both languages of the house use that form.
const day = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: '2-digit', month: '2-digit', year: 'numeric' })
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' })

/** 05/01/2026 */
export const formatDate = (at: Date): string => day.format(at)
/** 10:32 */
export const formatTime = (at: Date): string => clock.format(at)
/** 10:32, 05/01/2026 */
export const formatMoment = (at: Date): string => `${clock.format(at)}, ${day.format(at)}`
/** A calendar date, yyyy-MM-dd, as dd/MM/yyyy. */
export const formatCalendarDate = (date: string): string => date.split('-').reverse().join('/')

/** A day as people type it (5/1/2026, 05-01-2026) or as browsers give it, as yyyy-MM-dd; null when it is no day. */
export function readDay(typed: string): string | null {
  const asTyped = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed.trim())
  const iso = asTyped ? `${asTyped[3]}-${asTyped[2]?.padStart(2, '0')}-${asTyped[1]?.padStart(2, '0')}` : typed.trim()
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null
  const at = new Date(`${iso}T00:00:00Z`)
  // 31/02 would silently become 03/03.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null
}

/** The calendar year it is in Việt Nam. */
export const yearNow = (): number => Number(formatDate(new Date()).slice(-4))

/** "5 phút trước" within a day, else the date. */
export function formatSince(at: Date, now: Date): string {
  const passed = now.getTime() - at.getTime()
  if (passed < MINUTE_MS) return m.common_just_now()
  if (passed < HOUR_MS) return m.common_minutes_ago({ count: Math.floor(passed / MINUTE_MS) })
  if (passed < DAY_MS) return m.common_hours_ago({ count: Math.floor(passed / HOUR_MS) })
  return formatDate(at)
}

/** Since when somebody has a thing: "5 phút trước", or "từ 05/01/2026". */
export function formatHeld(since: Date, now: Date): string {
  return now.getTime() - since.getTime() < DAY_MS
    ? formatSince(since, now)
    : m.common_since_date({ date: formatDate(since) })
}

export type Nearness = 'far' | 'soon' | 'past'

/** A deadline in words, and how near it is. */
export function describeDue(due: Date, now: Date): { text: string; nearness: Nearness } {
  const left = due.getTime() - now.getTime()
  const date = formatDate(due)
  if (left < 0) return { text: m.common_due_past({ date }), nearness: 'past' }
  if (date === formatDate(now)) return { text: m.common_due_today({ time: formatTime(due) }), nearness: 'soon' }
  if (left < SOON_MS) return { text: m.common_due_soon({ date }), nearness: 'soon' }
  return { text: m.common_due_on({ date }), nearness: 'far' }
}
