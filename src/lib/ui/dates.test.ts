import { describe, expect, it } from 'vitest'
import { describeDue, formatCalendarDate, formatDate, formatMoment, formatSince, readDay } from './dates.ts'

const now = new Date('2026-11-24T07:00:00Z') // 14:00 in Hà Nội

describe('dates', () => {
  it('shows the day it is in Việt Nam, not in Greenwich', () => {
    expect(formatDate(new Date('2026-01-04T17:30:00Z'))).toBe('05/01/2026')
    expect(formatMoment(new Date('2026-01-04T17:30:00Z'))).toBe('00:30, 05/01/2026')
    expect(formatCalendarDate('2026-01-05')).toBe('05/01/2026')
  })

  it('is relative only within a day', () => {
    expect(formatSince(new Date('2026-11-24T06:59:40Z'), now)).toBe('vừa xong')
    expect(formatSince(new Date('2026-11-24T06:18:00Z'), now)).toBe('42 phút trước')
    expect(formatSince(new Date('2026-11-23T08:00:00Z'), now)).toBe('23 giờ trước')
    expect(formatSince(new Date('2026-11-23T06:59:00Z'), now)).toBe('23/11/2026')
  })

  it('says in words how near a deadline is', () => {
    expect(describeDue(new Date('2026-11-24T10:00:00Z'), now)).toEqual({ text: 'Hạn hôm nay, 17:00', nearness: 'soon' })
    expect(describeDue(new Date('2026-11-25T10:00:00Z'), now)).toEqual({
      text: 'Sắp hết hạn: 25/11/2026',
      nearness: 'soon',
    })
    expect(describeDue(new Date('2026-12-04T10:00:00Z'), now)).toEqual({ text: 'Hạn 04/12/2026', nearness: 'far' })
    expect(describeDue(new Date('2026-11-23T10:00:00Z'), now)).toEqual({
      text: 'Quá hạn từ 23/11/2026',
      nearness: 'past',
    })
  })

  it('reads a day as people type it, and no day that does not exist', () => {
    expect(readDay('5/1/2026')).toBe('2026-01-05')
    expect(readDay(' 31-12-2026 ')).toBe('2026-12-31')
    expect(readDay('2026-01-05')).toBe('2026-01-05')
    expect(readDay('31/02/2026')).toBeNull()
    expect(readDay('ngày mai')).toBeNull()
  })
})
