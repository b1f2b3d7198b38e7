/** What stands in the way of the next step, said before anybody types a PIN. */
import { m } from '$lib/paraglide/messages'
import { delegationText } from '../../ui/delegation.ts'
import { errorText } from '../../ui/errors.ts'
import { keyStateName } from '../../ui/keys.ts'
import { causeOf, noSealText } from '../../ui/stuck.ts'
import type { KeyState } from '../../vocabulary.ts'
import type { PreviewView, StatusView } from './types.ts'

/** What there is to do on the sheet for whoever looks at it; null when nothing. */
export type Part = 'finalize' | 'resume' | 'seal' | 'issue' | null

export interface Obstacle {
  title: string
  text: string
  /** A key that can be used would mend it. */
  isKey: boolean
}

export function obstacleOf(part: Part, status: StatusView, preview: PreviewView | null): Obstacle | null {
  switch (part) {
    case 'finalize':
      return preview && beforeSigning(preview)
    case 'resume':
      if (status.isDayOver) return notYet(errorText('day_over'))
      return status.ownKey && noOwnKey(status.ownKey.state)
    case 'seal':
      if (!status.hasSealRight)
        return { title: m.finalize_not_sealed(), text: errorText('no_seal_right'), isKey: false }
      return status.sealKey && status.sealKey.state !== 'usable'
        ? { title: m.finalize_not_sealed(), text: noSealText(status.sealKey.state), isKey: true }
        : null
    case 'issue':
      return null
    case null:
      return elsewhere(status)
  }
}

function beforeSigning({
  pdfFault,
  isInternal,
  register,
  signer,
  delegation,
  key,
  findings,
}: PreviewView): Obstacle | null {
  if (pdfFault) return notYet(errorText(pdfFault.code))
  if (!register && !isInternal) return notYet(errorText('no_register'))
  if (!signer.isMe) return notYet(errorText('other_signer'))
  if (delegation) return notYet(delegationText(delegation))
  const faults = findings.filter(({ severity }) => severity === 'fault')
  return noOwnKey(key.state) ?? (faults.length > 0 ? notYet(m.finalize_faults({ count: faults.length })) : null)
}

/** It is another's turn, and the one who looks can help. That somebody is signing right now is no obstacle. */
function elsewhere({ stuck }: StatusView): Obstacle | null {
  if (!stuck || stuck.reason === 'waiting') return null
  const title = stuck.state === 'signed' ? m.finalize_not_sealed() : m.finalize_not_yet()
  return { title, text: causeOf(stuck), isKey: stuck.reason === 'no_key' }
}

const notYet = (text: string): Obstacle => ({ title: m.finalize_not_yet(), text, isKey: false })

function noOwnKey(state: KeyState): Obstacle | null {
  if (state === 'usable') return null
  const text = m.finalize_no_key({ state: keyStateName(state, 0).toLocaleLowerCase() })
  return { title: m.finalize_not_yet(), text, isKey: true }
}
