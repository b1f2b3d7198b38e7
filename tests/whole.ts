/** `WHOLE=1`: all of what `npm test` tries a part of, since fifteen minutes are all it may take. */
export const WHOLE = process.env.WHOLE === '1'
