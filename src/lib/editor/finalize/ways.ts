/** The kinds of keys as somebody who chooses one reads them. */
import { m } from '$lib/paraglide/messages'
import type { KeyWayView } from './types.ts'

export function wayName({ device, subject }: KeyWayView): string {
  switch (device) {
    case 'server':
      return m.finalize_way_server({ subject })
    case 'token':
      return m.finalize_way_token({ subject })
    case 'pc':
      return m.finalize_way_pc({ subject })
    case 'service':
      return m.finalize_way_service({ subject })
    case 'phone':
      return m.finalize_way_phone({ subject })
    case 'code':
      return m.finalize_way_code({ subject })
    case 'page':
      return m.finalize_way_page({ subject })
  }
}
