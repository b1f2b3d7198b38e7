/** Words that drafts begin with: a person's own templates, and the office's. */
import type { Person } from '../access/person.ts'
import { beginWith } from './begin.ts'
import { listTemplates, type TemplateLists } from './find.ts'
import type { Ground } from './ground.ts'
import { removeTemplate, renameTemplate, shareTemplate } from './manage.ts'
import { saveTemplate } from './save.ts'

/** What they throw is said where they are written. */
export interface Templates {
  list(person: Person): Promise<TemplateLists>
  /** From the words of a draft or document that this person may see. */
  save(person: Person, input: { draftId: string; name: string }): Promise<{ id: string }>
  begin(person: Person, input: { id: string }): Promise<{ id: string }>
  rename(person: Person, input: { id: string; name: string }): Promise<void>
  remove(person: Person, input: { id: string }): Promise<void>
  share(person: Person, input: { id: string; with: 'office' | 'owner' }): Promise<void>
}

export function createTemplates(ground: Ground): Templates {
  return {
    list: (person) => listTemplates(ground, person),
    save: (person, input) => saveTemplate(ground, person, input),
    begin: (person, input) => beginWith(ground, person, input),
    rename: (person, input) => renameTemplate(ground, person, input),
    remove: (person, input) => removeTemplate(ground, person, input),
    share: (person, input) => shareTemplate(ground, person, input),
  }
}
