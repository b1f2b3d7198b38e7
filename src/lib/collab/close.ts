/**
 * Why the server closes a socket. One list for both ends: the code, whether coming back helps, and the message key
 * of the sentence a person reads. y-websocket stops by itself at 4400–4499 and comes back after everything else.
 * In every case what was not confirmed by `stored` is still in the browser; only the sentences say what to do with it.
 */
export const CLOSE = {
  /** A frame that is no message of this protocol, or an update that is no Yjs update. */
  badFrame: { code: 4400, retry: false, message: 'collab_close_bad_frame' },
  /** No session, or one that has ended. */
  notSignedIn: { code: 4401, retry: false, message: 'collab_close_not_signed_in' },
  /** Text was sent over a connection that may not write; none of it was taken. */
  notAllowed: { code: 4403, retry: false, message: 'collab_close_not_allowed' },
  /** No such draft, or one this person may not see: the two are never told apart. */
  notFound: { code: 4404, retry: false, message: 'collab_close_not_found' },
  /** The right to see the draft was taken back while it was open. */
  withdrawn: { code: 4407, retry: false, message: 'collab_close_withdrawn' },
  /** The page was loaded before the program was renewed; it could delete what it does not know. */
  outdated: { code: 4409, retry: false, message: 'collab_close_outdated' },
  /** This connection was shown edits that were refused in the end; only a fresh copy is the text. */
  reload: { code: 4410, retry: false, message: 'collab_close_reload' },
  /** One message larger than the limit. */
  frameTooLarge: { code: 4413, retry: false, message: 'collab_close_frame_too_large' },
  /** The draft has reached its largest size. */
  documentTooLarge: { code: 4414, retry: false, message: 'collab_close_document_too_large' },
  /** Presence larger than the limit, or of more cursors than one connection may have. */
  presenceTooLarge: { code: 4415, retry: false, message: 'collab_close_presence_too_large' },
  /** Text with characters that nobody sees: no page of this version writes one. None of it was taken. */
  unseenCharacters: { code: 4416, retry: false, message: 'collab_close_unseen_characters' },
  /** The page comes from another site than this server's. */
  foreignOrigin: { code: 4421, retry: false, message: 'collab_close_foreign_origin' },
  /** It brought something that no page of ours makes: it was not taken, or was taken out again. */
  undone: { code: 4417, retry: false, message: 'collab_close_undone' },
  /** The stored text holds what cannot be read and cannot be undone by itself; the draft's page shows the way back. */
  broken: { code: 4418, retry: false, message: 'collab_close_broken' },
  /** Edits reached the server after the text had been closed for good: they are not in it. */
  frozen: { code: 4423, retry: false, message: 'collab_close_frozen' },

  /** The server is being stopped or restarted; everything it confirmed is on disk. */
  stopping: { code: 4500, retry: true, message: 'collab_close_stopping' },
  /** The database does not answer, or is too far behind to take more. */
  storeUnavailable: { code: 4503, retry: true, message: 'collab_close_store_unavailable' },
  /** No sign of life from the client for too long. */
  silent: { code: 4504, retry: true, message: 'collab_close_silent' },
  /** The client reads too slowly: more than the limit was waiting for it. */
  tooSlow: { code: 4508, retry: true, message: 'collab_close_too_slow' },
  /** More messages or bytes a second than one connection may send. */
  tooFast: { code: 4529, retry: true, message: 'collab_close_too_fast' },
  /** This person's pages kept sending what was undone: for a while none of them is let in. */
  paused: { code: 4516, retry: true, message: 'collab_close_paused' },
  /** More connections than one person, or the whole server, may have. */
  tooManyConnections: { code: 4530, retry: true, message: 'collab_close_too_many_connections' },
} as const satisfies Record<string, { code: number; retry: boolean; message: `collab_close_${string}` }>

export type CloseName = keyof typeof CLOSE
export type CloseReason = (typeof CLOSE)[CloseName]

/** What a close code means, or undefined for one that is not ours (a lost network is 1006). */
export function closeReason(code: number): CloseReason | undefined {
  return Object.values(CLOSE).find((reason) => reason.code === code)
}
