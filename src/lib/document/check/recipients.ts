/** Ô 9a and 9b: Kính gửi, Nơi nhận (Phụ lục I, Phần I, Mục II.9). */
import { bareItem } from '../print/lines.ts'
import { linesOf } from '../text.ts'
import { articleCount, executingArticle } from './articles.ts'
import { field, isUpperCase, type Rule } from './rule.ts'

const FILING = /^lưu\s*:/i
/** "Lưu VT", "Lưu tại: VT", "Lưu - VT": meant, and written otherwise. */
const LOOSE_FILING = /^lưu(?:\s+tại)?\s*(?:[-–;.,:]\s*)?(?=(?:VT|VP|văn thư|văn phòng)(?!\p{L}))/iu
const CLERKS = /^(?:VT|văn thư)$/iu
/** What stands behind the words in brackets: "(để báo cáo)". */
const FOR_WHAT = String.raw`(?=\s*(?:$|\())`
const AS_ABOVE = new RegExp(`^như\\s+trên${FOR_WHAT}`, 'i')
const AS_DEAR = new RegExp(`^như\\s+(?:kính\\s+gửi|mục\\s+kính\\s+gửi|nơi\\s+(?:gửi|nhận))${FOR_WHAT}`, 'i')
const AS_ARTICLE = /^như\s+điều\s+(\d+)/i
/** And no further one: "Như Điều 1, 3" is left to its writer. */
const AS_ONE_ARTICLE = new RegExp(`^như\\s+điều\\s+(\\d+)${FOR_WHAT}`, 'i')

const itemsOf = (recipients: string) => linesOf(recipients).map(bareItem).filter(Boolean)

/** The same list with `first` at its head. */
const headedBy = (first: string, items: readonly string[]) => [first, ...items].join('\n')

/** What the foot of page 1 has room for, beside the code by which a document is checked. */
const CONTACT_LINES = 4
const CONTACT_LINE_LENGTH = 50

export const recipientRules: Rule[] = [
  {
    id: 'addressees_missing',
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.9.b',
    find: ({ fields, kind }) =>
      field('addressees', kind.addressees === 'required' && itemsOf(fields.addressees).length === 0),
  },
  {
    id: 'addressees_not_here',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.9.b–c',
    find: ({ fields, kind }) =>
      field('addressees', kind.addressees === 'none' && itemsOf(fields.addressees).length > 0, { kind: kind.name }, ''),
  },
  {
    id: 'addressees_say_dear',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.9.d',
    find({ fields: { addressees } }) {
      const better = addressees.replaceAll(/^[-– \t\u00a0]*kính\s+g(?:ửi|ởi)\s*[:-]?[ \u00a0]*/gimu, '')
      return field('addressees', better !== addressees, {}, better)
    },
  },
  {
    id: 'recipients_missing',
    isOfIssued: true,
    isGap: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.9.b–c',
    find: ({ fields }) => field('recipients', itemsOf(fields.recipients).length === 0, {}, 'Lưu: VT'),
  },
  {
    id: 'recipients_filing',
    isOfIssued: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.9.d',
    find({ fields }) {
      const items = itemsOf(fields.recipients)
      const isWithout = items.length > 0 && !items.some((item) => FILING.test(item))
      const meant = items.findIndex((item) => LOOSE_FILING.test(item))
      const better = items.map((item, index) => (index === meant ? item.replace(LOOSE_FILING, 'Lưu: ') : item))
      return field('recipients', isWithout, {}, (meant === -1 ? [...items, 'Lưu: VT'] : better).join('\n'))
    },
  },
  {
    id: 'recipients_filing_office',
    isOfIssued: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.9.d',
    find({ fields }) {
      const items = itemsOf(fields.recipients)
      const at = items.findIndex((item) => FILING.test(item) && !/^lưu\s*:\s*VT\b/i.test(item))
      const places = (items[at]?.replace(FILING, '') ?? '').split(/[,;]/).map((place) => place.trim())
      const rest = places.filter((place) => place !== '' && !CLERKS.test(place))
      const better = items.map((item, index) => (index === at ? ['Lưu: VT', ...rest].join(', ') : item))
      return field('recipients', at !== -1, {}, better.join('\n'))
    },
  },
  {
    id: 'recipients_filing_last',
    isOfIssued: true,
    severity: 'advice',
    article: 'Phụ lục I, Mục II.9.d',
    find({ fields }) {
      const items = itemsOf(fields.recipients)
      const filing = items.filter((item) => FILING.test(item))
      const better = [...items.filter((item) => !FILING.test(item)), ...filing]
      return field(
        'recipients',
        better.some((item, index) => item !== items[index]),
        {},
        better.join('\n'),
      )
    },
  },
  {
    id: 'recipients_as_above',
    isOfIssued: true,
    severity: 'fault',
    article: 'Phụ lục I, Mục II.9.b',
    find({ fields, kind }) {
      const items = itemsOf(fields.recipients)
      const isAddressed = kind.addressees !== 'none' && itemsOf(fields.addressees).length > 0
      const isTelegram = fields.kind === 'cong-dien' // Mẫu 1.6 shows none
      const isMissing = isAddressed && !isTelegram && items.length > 0 && !items.some((item) => AS_ABOVE.test(item))
      const others = items.filter((item) => !AS_DEAR.test(item))
      return field('recipients', isMissing, {}, headedBy('Như trên', others))
    },
  },
  {
    id: 'recipients_as_above_of_nobody',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.9.b–c',
    find({ fields, kind }) {
      const items = itemsOf(fields.recipients)
      const hasNobody = kind.addressees !== 'required' && itemsOf(fields.addressees).length === 0
      const isIntroduction = fields.kind === 'giay-gioi-thieu' // Mẫu 1.8: the one introduced to stands in the text
      const others = items.filter((item) => !AS_ABOVE.test(item))
      return field('recipients', hasNobody && !isIntroduction && others.length < items.length, {}, others.join('\n'))
    },
  },
  {
    id: 'recipients_as_dear',
    severity: 'fault',
    article: 'Phụ lục I, Mục II.9.b',
    find({ fields }) {
      const items = itemsOf(fields.recipients)
      const better = items.map((item) => item.replace(AS_DEAR, 'Như trên'))
      return field(
        'recipients',
        better.some((item, index) => item !== items[index]),
        {},
        better.join('\n'),
      )
    },
  },
  {
    id: 'recipients_as_article',
    severity: 'advice',
    article: 'Phụ lục III, Mẫu 1.1–1.3',
    find({ fields, kind, proper }) {
      const items = itemsOf(fields.recipients)
      const number = executingArticle(proper)
      const isWithout =
        kind.formula !== null && number > 0 && items.length > 0 && !items.some((item) => AS_ARTICLE.test(item))
      return field('recipients', isWithout, { number }, headedBy(`Như Điều ${number}`, items))
    },
  },
  {
    id: 'recipients_article_unknown',
    severity: 'fault',
    article: 'Phụ lục III, Mẫu 1.1–1.3',
    find({ fields, proper }) {
      const items = itemsOf(fields.recipients)
      const last = articleCount(proper)
      const wrong = items.map((item) => Number(AS_ARTICLE.exec(item)?.[1] ?? 0)).find((number) => number > last)
      const better = items.map((item) =>
        item.replace(AS_ARTICLE, (all, number: string) =>
          Number(number) > last ? `Như Điều ${executingArticle(proper)}` : all,
        ),
      )
      return field(
        'recipients',
        wrong !== undefined,
        { number: wrong ?? 0, last },
        last > 0 ? better.join('\n') : undefined,
      )
    },
  },
  {
    id: 'recipients_article_stale',
    severity: 'advice',
    article: 'Phụ lục III, Mẫu 1.1–1.3',
    find({ fields, proper }) {
      const items = itemsOf(fields.recipients)
      const number = executingArticle(proper)
      const numbers = items.map((item) => Number(AS_ONE_ARTICLE.exec(item)?.[1] ?? 0))
      const stale = numbers.find((named) => named > 0 && named <= articleCount(proper))
      const isStale = stale !== undefined && stale !== number && !numbers.includes(number)
      const better = items.map((item, index) =>
        numbers[index] === stale ? item.replace(AS_ONE_ARTICLE, `Như Điều ${number}`) : item,
      )
      return field('recipients', isStale, { number: stale ?? 0, better: number }, better.join('\n'))
    },
  },
  {
    id: 'drafting_mark_capitals',
    severity: 'fault',
    article: 'Phụ lục I, Mục III.3',
    find: ({ fields: { draftingMark } }) =>
      field('draftingMark', !isUpperCase(draftingMark), {}, draftingMark.toUpperCase()),
  },
  {
    id: 'contact_too_long',
    severity: 'fault',
    article: 'Phụ lục I, Mục III.4',
    find({ fields: { contact } }) {
      const lines = linesOf(contact).reduce((sum, words) => sum + Math.ceil(words.length / CONTACT_LINE_LENGTH), 0)
      return field('contact', lines > CONTACT_LINES, { lines: CONTACT_LINES })
    },
  },
  {
    id: 'recipients_twice',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.9.d',
    find({ fields }) {
      const items = itemsOf(fields.recipients)
      const once = [...new Map(items.map((item) => [item.toLowerCase().replaceAll(/\s+/g, ' '), item])).values()]
      return field('recipients', once.length < items.length, {}, once.join('\n'))
    },
  },
]
