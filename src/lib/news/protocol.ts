/** The line over which the server tells open pages how much is unread. The page says nothing on it. */
export const NEWS_PATH = '/news/live'

/** Without `unread` it is only a sign of life. */
export interface NewsMessage {
  unread?: number
}
