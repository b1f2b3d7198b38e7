/** Papers that stay within the office (phiếu trình), as the draft's row names their kind. */
import { isKindId, KIND_IDS, kindOf } from '../../src/lib/document/kinds.ts'

export const isInternal = (kind: string): boolean => isKindId(kind) && kindOf(kind).isInternal

export const INTERNAL_KINDS: readonly string[] = KIND_IDS.filter((id) => kindOf(id).isInternal)
