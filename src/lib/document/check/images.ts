/** Images: what they show must be said in words too, for readers who cannot see them. */
import { imageAttributes } from '../image.ts'
import { placeOf } from './inspect.ts'
import type { Rule } from './rule.ts'

export const imageRules: Rule[] = [
  {
    id: 'image_undescribed',
    severity: 'advice',
    article: 'WCAG 2.2, 1.1.1',
    *find({ blocks }) {
      for (const block of blocks) {
        if (block.node.type !== 'image') continue
        if (imageAttributes(block.node.attrs ?? {}).alt.trim() === '') yield { place: placeOf(block) }
      }
    },
  },
]
