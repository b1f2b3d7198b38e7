import { administrator } from '../../answers.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = (event) => {
  administrator(event)
}
