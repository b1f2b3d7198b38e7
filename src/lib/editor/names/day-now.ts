import { formatDate, readDay } from '../../ui/dates.ts'

/** The day it is in Việt Nam, yyyy-MM-dd. */
export const dayNow = (): string => readDay(formatDate(new Date())) ?? ''
