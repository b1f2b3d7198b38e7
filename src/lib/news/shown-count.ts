/** The server counts to a hundred; nobody reads further. */
const MOST = 99

/** "7", "99+". */
export const shownCount = (count: number): string => (count > MOST ? `${MOST}+` : String(count))
