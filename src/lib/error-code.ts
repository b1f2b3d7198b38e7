import { z } from 'zod'
import { ERROR_STATUS, type ErrorCode } from './errors.ts'

/** The code of an expected failure, as it comes over the wire. */
export const errorCode = z.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(ERROR_STATUS, code))
