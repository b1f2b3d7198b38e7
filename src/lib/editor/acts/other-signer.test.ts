/** The warning that the signature block names another, in the dialogs in which somebody is chosen to sign. */
import { render } from 'svelte/server'
import { describe, expect, it } from 'vitest'
import { m } from '$lib/paraglide/messages'
import type { ColleagueItem, DraftView } from '../types.ts'
import OtherSigner from './OtherSigner.svelte'
import PassFields from './PassFields.svelte'
import SubmitFields from './SubmitFields.svelte'

const person = (id: string, name: string) => ({ id, name, position: 'Phó Chủ tịch' })
const chosen = person('a', 'Nguyễn Thị Hồng Phượng')
const named = person('b', 'Lò Văn Thưởng')
const colleagues = [chosen, named].map((one): ColleagueItem => ({ ...one, unit: null, roles: ['leader'] }))
const office = { parentName: '', agencyName: '', agencyFullName: '', abbreviation: '', place: '', unitAbbreviation: '' }
const draft: DraftView = {
  ...{ id: 'd', kind: 'bao-cao', subject: '', state: 'review', step: 1, heldSince: new Date(0), dueAt: null },
  ...{ holder: person('c', 'Trần Đức Ưng'), owner: person('c', 'Trần Đức Ưng'), path: [], actions: [] },
  ...{ people: [{ ...chosen, parts: ['leader'] }], frozenAt: null, entry: null, restarted: { from: null, into: null } },
  ...{ textPosition: 1 },
  offices: { begun: office, now: office },
}
const block = (signerId: string, signerName: string) => ({ signerId, signerName })
const warning = m.editor_other_signer({ named: named.name, chosen: chosen.name })
const passing = (signer: ReturnType<typeof block>) =>
  render(PassFields, { props: { draft, colleagues, signer, refusal: undefined } }).body

describe('a signature block that names another', () => {
  it('is told when the leader is chosen, in submitting and in passing on', () => {
    // The name was typed, so that the one who had it before is the first guess.
    const typed = block('', named.name)
    const submitting = render(SubmitFields, { props: { draft, colleagues, signer: typed, refusal: undefined } }).body
    expect(submitting).toContain(warning)
    for (const other of [typed, block(named.id, named.name)]) expect(passing(other)).toContain(warning)
  })

  it('is told to whoever approves', () => {
    const { body } = render(OtherSigner, { props: { act: 'approve', signer: block(named.id, named.name), chosen } })
    expect(body).toContain(m.editor_other_signer_approve({ named: named.name, chosen: chosen.name }))
  })

  it('is not told of the right one, nor of an empty block, nor while nobody is chosen', () => {
    const decomposed = block('', chosen.name.normalize('NFD'))
    for (const right of [block(chosen.id, chosen.name.toUpperCase()), decomposed, block('', ' ')])
      expect(passing(right)).not.toContain(m.editor_other_signer_pass_text())
    const { body } = render(OtherSigner, { props: { act: 'submit', signer: block('', named.name), chosen: undefined } })
    expect(body).not.toContain(m.editor_other_signer_submit_text())
  })
})
