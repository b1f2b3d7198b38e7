/**
 * A leave to sign this hash, until then. `asBearer`: of v2, it is a token with the scope `credential` and takes the place of the service's;
 * else it is sent beside that.
 */
export interface Leave {
  sad: string
  untilMs: number
  asBearer?: boolean
}
