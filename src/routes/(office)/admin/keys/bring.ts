/** What the forms have in common with which an administrator brings a key, wherever it is kept. */
import { fail } from '@sveltejs/kit'
import { z } from 'zod'
import { AppError } from '$lib/errors.ts'
import { id } from '../../../../../server/access/border.ts'
import { checked, optionalFile, several } from '../../../inputs.ts'

const SEAL = 'seal'
export const brought = {
  /** Whose key; null = the agency's seal. */
  holder: z.union([z.literal(SEAL), id], 'choice').transform((value) => (value === SEAL ? null : value)),
  imagePng: optionalFile.transform((upload) => upload && upload.bytes),
  acceptsName: checked,
}

/** What a page has had signed by a token at its own PC; `key` is the certificate. */
export const carriedKey = z.object({
  key: z.string('choice'),
  chain: several,
  attributes: z.string('required'),
  signature: z.string('required'),
  imagePng: brought.imagePng,
})

const detail = z.discriminatedUnion('reason', [
  z.object({
    reason: z.literal('several_keys'),
    keys: z.array(z.object({ serial: z.string(), subject: z.string(), validTo: z.date() })),
  }),
  z.object({ reason: z.literal('other_name'), inCertificate: z.string(), expected: z.string() }),
])

interface Form {
  form: string
  /** Whose fault it is said to be. */
  field: string
  holder: string | null
  /** What was chosen beside the holder, to be shown again. */
  values: Record<string, string>
}

/**
 * Brings the key, or hands the form back with what must be said first: which of several it is, or that another name is right.
 * Every other failure passes.
 */
export async function unlessAsked(bring: () => Promise<unknown>, { form, field, holder, values }: Form) {
  try {
    await bring()
    return { saved: true }
  } catch (failure) {
    const asked = detail.safeParse(failure instanceof AppError && failure.code === 'bad_key' ? failure.detail : null)
    if (!asked.success) throw failure
    const { reason, ...question } = asked.data
    const faults = { [field]: `key_${reason}` as const }
    return fail(422, { form, values: { ...values, holder: holder ?? SEAL }, faults, question })
  }
}
