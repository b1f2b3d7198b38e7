import type { Alignment } from '../../document/model.ts'

export type { Alignment }

export function isAlignment(value: unknown): value is Alignment {
  return value === 'left' || value === 'center' || value === 'right' || value === 'justify'
}
