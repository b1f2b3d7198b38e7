import type { Duplex } from 'node:stream'

/**
 * Who was told to go may have said something before they heard it: so much is read, until their answer comes. Then the line is
 * cut: what is said on it is kept or thrown away frame by frame, and nobody has asked how fast.
 */
export function hearOut(stream: Duplex, mostBytes: number): void {
  let left = mostBytes
  stream.on('data', ({ length }: Buffer) => {
    left -= length
    if (left < 0) stream.destroy()
  })
}
