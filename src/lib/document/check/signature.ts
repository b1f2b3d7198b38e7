/** Ô 7: capacity and name of the signer (Phụ lục I, Phần I, Mục II.7; Điều 13). */
import type { Kind } from '../kind.ts'
import type { Fields } from '../model.ts'
import { linesOf } from '../text.ts'
import { field, isUpperCase, type Rule } from './rule.ts'

/** Học hàm, học vị, danh hiệu: not before the name, except where the head of a sector allows it (II.7.c). */
const ACADEMIC =
  /^((gs|pgs|ts|ths|bs|ks|cn|ts?kh|giáo sư|phó giáo sư|th\.s|p\.gs|tiến s[ĩỹ]|thạc s[ĩỹ]|bác s[ĩỹ]|dược s[ĩỹ]|kỹ sư|cử nhân|luật sư)(?=[\s.,])[\s.,]*)+/iu
const POLITE = /^(?:(?:ông|bà)\s*[:.]?|đồng chí\s*:?|đ\/c\s*[.:]?)\s+/iu

const DEPUTY = /^\s*(?:PHÓ\s+|P\.\s*)/iu

/** Who signs for another names the head: a deputy's title stands in the next line. */
const DEPUTY_NAMED = /^((?:KT|TL|TUQ)\.?)\s*(?:PHÓ\s+|P\.\s*)/iu

/** An abbreviation of the power of a signer at the start of a line, however its dot stands. */
const POWER = /^[ \u00a0]*(T[./]?M|K[./]?T|T[./]?L|T[./]?U[./]?Q|Q)(?:[ \u00a0]*[.:][ \u00a0]*|[ \u00a0]+)(?=\p{L})/gimu
const FOR_HEAD = /^\s*(?:K[./]?T|T[./]?L|T[./]?U[./]?Q)(?![\p{L}\d])/iu
const FOR_BODY = /^\s*T[./]?M(?![\p{L}\d])/iu
/** Both ways to set the tone. */
const BODY = /^(?:ỦY|UỶ) BAN NHÂN DÂN|^HỘI ĐỒNG NHÂN DÂN/

const CAPACITIES = ['capacity', 'secondCapacity'] as const
const NAMES = ['signerName', 'secondName'] as const
const SECOND = ['secondCapacity', 'secondName'] as const

/** A second signer who is there at all has both a capacity and a name. */
function lacksSecond({ second }: Kind, fields: Fields, name: (typeof SECOND)[number]): boolean {
  const isThere = SECOND.some((one) => fields[one].trim() !== '')
  return second !== null && (second.need === 'required' || isThere) && fields[name].trim() === ''
}

export const signatureRules: Rule[] = [
  {
    id: 'capacity_missing',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.7.b–c',
    find: ({ fields }) => field('capacity', linesOf(fields.capacity).length === 0),
  },
  {
    id: 'capacity_capitals',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.7.đ',
    *find({ fields }) {
      for (const name of CAPACITIES) yield* field(name, !isUpperCase(fields[name]), {}, fields[name].toUpperCase())
    },
  },
  {
    id: 'capacity_power_dot',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.7.b',
    find({ fields: { capacity } }) {
      const better = capacity.replaceAll(
        POWER,
        (_, power: string) => `${power.replaceAll(/[./]/g, '').toUpperCase()}. `,
      )
      return field('capacity', better !== capacity, {}, better)
    },
  },
  {
    id: 'capacity_deputy',
    severity: 'fault',
    article: 'Điều 13 khoản 1; Phụ lục I, Mục II.7.b',
    find({ fields }) {
      const lines = linesOf(fields.capacity)
      const at = lines.findIndex((line) => DEPUTY.test(line))
      const head = lines[at]?.replace(DEPUTY, '') ?? ''
      const isAlone = at !== -1 && !lines.slice(0, at).some((line) => FOR_HEAD.test(line))
      const better = [...lines.slice(0, at), `KT. ${head}`, `PHÓ ${head}`, ...lines.slice(at + 1)].join('\n')
      return field('capacity', isAlone, { head }, better)
    },
  },
  {
    id: 'capacity_power_of_deputy',
    severity: 'fault',
    article: 'Điều 13; Phụ lục I, Mục II.7.b',
    find({ fields }) {
      const lines = linesOf(fields.capacity)
      const at = lines.findIndex((line) => DEPUTY_NAMED.test(line))
      const better = lines[at]?.replace(DEPUTY_NAMED, '$1 ') ?? ''
      const head = better.replace(/^\S+ /, '')
      const deputy = lines[at + 1]?.toUpperCase() === head.toUpperCase() ? [`PHÓ ${head}`] : lines.slice(at + 1, at + 2)
      const mended = [...lines.slice(0, at), better, ...deputy, ...lines.slice(at + 2)].join('\n')
      return field('capacity', at !== -1, { found: lines[at] ?? '', better }, mended)
    },
  },
  {
    id: 'capacity_collective',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.7.b',
    find({ fields }) {
      const body = BODY.exec(fields.authority.trim().toUpperCase())?.[0] ?? ''
      const lines = linesOf(fields.capacity)
      const saysSo = lines.some((line) => FOR_BODY.test(line))
      const isWithout = body !== '' && lines.length > 0 && !saysSo
      return field('capacity', isWithout, { body }, [`TM. ${body}`, ...lines].join('\n'))
    },
  },
  {
    id: 'capacity_of_head',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.7.b; Phụ lục III, Mẫu 1.2',
    find({ fields }) {
      const isHeadsOwn = /^(CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|CHÁNH VĂN PHÒNG)/.test(fields.authority.trim().toUpperCase())
      const lines = linesOf(fields.capacity)
      const rest = lines.filter((line) => !FOR_BODY.test(line))
      return field('capacity', isHeadsOwn && rest.length < lines.length && rest.length > 0, {}, rest.join('\n'))
    },
  },
  {
    id: 'signer_missing',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.7.c',
    find: ({ fields }) => field('signerName', fields.signerName.trim() === ''),
  },
  {
    id: 'signer_title',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.7.c',
    *find({ fields }) {
      for (const of of NAMES) {
        const bare = fields[of].trim().replace(POLITE, '').replace(ACADEMIC, '')
        yield* field(of, bare !== fields[of].trim(), { better: bare }, bare)
      }
    },
  },
  {
    id: 'signer_capitals',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.7.đ; Phụ lục II, Mục II.1',
    *find({ fields }) {
      for (const of of NAMES) {
        const name = fields[of].trim()
        const better = name
          .toLowerCase()
          .replaceAll(/(^|[\s'’-])(\p{L})/gu, (_, gap: string, letter: string) => gap + letter.toUpperCase())
        const isWrong = name.split(/\s+/).some((part) => part.length > 1 && isUpperCase(part) && /\p{L}{2}/u.test(part))
        yield* field(of, name !== '' && (isWrong || /(^|\s)\p{Ll}/u.test(name)), { better }, better)
      }
    },
  },
  {
    id: 'second_capacity_missing',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục III, Mẫu 1.9',
    find: ({ fields, kind }) => field('secondCapacity', lacksSecond(kind, fields, 'secondCapacity')),
  },
  {
    id: 'second_signer_missing',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục III, Mẫu 1.9',
    find: ({ fields, kind }) => field('secondName', lacksSecond(kind, fields, 'secondName')),
  },
]
