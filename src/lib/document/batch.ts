/**
 * How many papers are sealed with one PIN: as many as a person can have looked at, and as are done within a minute. A page of
 * the list is as long.
 */
export const MOST_SEALED_AT_ONCE = 20
