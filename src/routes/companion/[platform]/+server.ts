/** The program for people's own PCs, to be saved. */
import { open } from 'node:fs/promises'
import { AppError } from '$lib/errors.ts'
import { PLATFORMS } from '../../../../server/companion/pack.ts'
import { shown, signedIn } from '../../answers.ts'
import type { RequestHandler } from './$types'

/** The first time it is packed, which takes some seconds. */
const PACKING_MS = 60_000
const PIECE_BYTES = 256 * 1024

export const GET: RequestHandler = async (event) => {
  signedIn(event)
  const platform = PLATFORMS.find((one) => one === event.params.platform)
  if (!platform) return shown(Promise.reject<never>(new AppError('not_found')))
  const file = await open(await shown(event.locals.app.companion.pack(platform), { ms: PACKING_MS }))
  const { size } = await file.stat()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(PIECE_BYTES))
      if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead))
      await file.close()
      controller.close()
    },
    cancel: () => file.close(),
  })
  return new Response(body, {
    headers: {
      'content-type': 'application/zip',
      'content-length': String(size),
      'content-disposition': `attachment; filename="but-phe-ky-${platform}.zip"`,
      'cache-control': 'private, no-store',
    },
  })
}
