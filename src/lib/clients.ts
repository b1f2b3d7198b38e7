/**
 * Yjs draws the clients under which people write below this. Under those from here on, suggestions come into the text when
 * they are accepted: nobody writes under one over a socket.
 */
export const FIRST_RESERVED_CLIENT = 2 ** 32
