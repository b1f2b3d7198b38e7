/** Characters that no key of an office has, in groups: what a document may hold, and every font of ours draws. */
import { m } from '$lib/paraglide/messages'

export interface CharacterGroup {
  name: () => string
  characters: readonly string[]
}

export const CHARACTER_GROUPS: readonly CharacterGroup[] = [
  { name: () => m.characters_punctuation(), characters: [...'–—…“”‘’«»§•·°‰'] },
  { name: () => m.characters_mathematics(), characters: [...'±×÷=≠≈≤≥√∞∑∆%²³½¼¾'] },
  { name: () => m.characters_units(), characters: [...'₫€£¥µΩ№©®™'] },
  { name: () => m.characters_letters(), characters: [...'αβγδλπσφ'] },
  { name: () => m.characters_signs(), characters: [...'☐☑☒✓→←↑↓⇒★'] },
]
