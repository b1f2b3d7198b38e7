/** Images: what they show must be said in words too, for readers who cannot see them. */
import { imageAttributes } from '../image.ts'
import { placeOf } from './inspect.ts'
import type { Rule } from './rule.ts'

export const imageRules: Rule[] = [
  {
    id: 'image_undescribed',
    severity: 'advice',
    article: 'WCAG 2.2, 1.1.1',
    *find({ lines }) {
      for (const line of lines) {
        if (line.node.type !== 'image') continue
        if (imageAttributes(line.node.attrs ?? {}).alt.trim() === '') yield { place: placeOf(line) }
      }
    },
  },
]
