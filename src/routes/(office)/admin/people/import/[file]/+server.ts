import { AppError } from '$lib/errors.ts'
import { administrator, shown } from '../../../../../answers.ts'
import type { RequestHandler } from './$types'

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** To be filled in: an empty list, and the office as it is today. */
export const GET: RequestHandler = async (event) => {
  const me = administrator(event)
  const { roster } = event.locals.app
  const bytes = await shown(bytesOf(event.params.file))
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': WORKBOOK,
      'content-disposition': `attachment; filename="${event.params.file}"`,
      'cache-control': 'no-store',
    },
  })

  async function bytesOf(name: string): Promise<Uint8Array> {
    if (name === 'mau-danh-sach.xlsx') return roster.template(me)
    if (name === 'danh-sach-hien-co.xlsx') return roster.present(me)
    throw new AppError('not_found')
  }
}
