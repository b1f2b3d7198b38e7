/**
 * Lines that make a regular expression work hard, derived from it: its own parts repeated, behind what leads to them,
 * before an end that fails.
 */
import { type AST, RegExpParser } from '@eslint-community/regexpp'

/** `lead` + `pump` as often as the line is long + `end`. */
export interface Attack {
  lead: string
  pump: string
  end: string
}

/** Letters, digits, blanks and signs of official texts; for a class that takes none of what the expression names. */
const USUAL = [...'aAđĐ1I .-_/(«,;:\n\t\u00a0…"~*', '\u0301', '\u200b', '\ue000', '\u0001', '中', '😀']
/** After these hardly any expression goes on. */
const ENDS = ['', '\u0001', 'a', ' ', '\n']
/** Of a class or a choice, so many are tried. */
const FEW = 4
/** Above this a repetition counts as endless. */
const MANY = 20

export function attacksOn(source: string, flags: string): Attack[] {
  const sets = flags.includes('v')
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: !sets && flags.includes('u'),
    unicodeSets: sets,
  })
  const samples = new Samples(flags)
  const attacks = new Map<string, Attack>()
  const add = (lead: string, pump: string, ends: readonly string[]) => {
    if (pump === '') return
    for (const end of ends) attacks.set(JSON.stringify([lead, pump, end]), { lead, pump, end })
  }
  for (const { lead, node, rest } of repetitions(pattern, samples)) {
    for (const pump of samples.of(node.element)) {
      for (const before of new Set([lead, '', `${pump} ${lead}`])) add(before, pump, [...ENDS, rest])
      add('', lead + pump, ENDS)
      add('', pump + rest, ENDS)
    }
  }
  for (const whole of samples.of(pattern)) add('', whole, ENDS)
  const named = [...new Set(source)].filter((letter) => !/[\\()[\]{}?+*|^$:=!<>]/.test(letter))
  for (const letter of [...named, ...USUAL]) add('', letter, ENDS)
  const few = [...new Set([...named.slice(0, 2 * FEW), ...USUAL.slice(0, FEW), ' ', '.'])]
  for (const one of few) for (const two of few) if (one !== two) add('', one + two, ['\u0001'])
  return [...attacks.values()]
}

interface Repetition {
  lead: string
  node: AST.Quantifier
  /** What would have to follow. */
  rest: string
}

/** Every endless repetition, those in look-arounds too, with a text that leads to it. */
function* repetitions(node: AST.Node, samples: Samples, lead = '', rest = ''): Iterable<Repetition> {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
    case 'Assertion':
      if (!('alternatives' in node)) return
      for (const alternative of node.alternatives) yield* repetitions(alternative, samples, lead, rest)
      return
    case 'Alternative':
      for (const [at, element] of node.elements.entries()) {
        const before = node.elements.slice(0, at).map((one) => samples.first(one))
        const behind = node.elements.slice(at + 1).map((one) => samples.first(one))
        yield* repetitions(element, samples, lead + before.join(''), behind.join('') + rest)
      }
      return
    case 'Quantifier':
      if (node.max - node.min > MANY) yield { lead, node, rest }
      yield* repetitions(node.element, samples, lead, rest)
      return
    default:
      return
  }
}

/** Texts that a part of an expression takes. */
class Samples {
  #flags: string

  constructor(flags: string) {
    this.#flags = flags.replaceAll(/[gym]/g, '')
  }

  first(node: AST.Node): string {
    return this.of(node)[0] ?? ''
  }

  of(node: AST.Node): string[] {
    switch (node.type) {
      case 'Pattern':
      case 'Group':
      case 'CapturingGroup':
        return node.alternatives.flatMap((one) => this.of(one)).slice(0, FEW)
      case 'Alternative':
        return this.#sequence(node.elements)
      case 'Quantifier':
        return this.of(node.element).map((one) => one.repeat(Math.min(Math.max(node.min, 1), MANY)))
      case 'Character':
        return [String.fromCodePoint(node.value)]
      case 'CharacterSet':
      case 'CharacterClass':
        return this.#oneOf(node)
      case 'Assertion':
        return 'alternatives' in node && !node.negate && node.kind === 'lookahead'
          ? node.alternatives.flatMap((one) => this.of(one)).slice(0, FEW)
          : []
      default:
        return []
    }
  }

  /** The first samples of all, and each part's others among those. */
  #sequence(elements: readonly AST.Element[]): string[] {
    const parts = elements.map((one) => this.of(one))
    const firsts = parts.map(([first = '']) => first)
    const found = new Set([firsts.join('')])
    for (const [at, others] of parts.entries()) {
      for (const other of others) {
        if (found.size < FEW) found.add([...firsts.slice(0, at), other, ...firsts.slice(at + 1)].join(''))
      }
    }
    return [...found]
  }

  #oneOf(node: AST.CharacterSet | AST.CharacterClass): string[] {
    const pattern = new RegExp(`^(?:${node.raw})$`, `${this.#flags.includes('s') ? '' : 's'}${this.#flags}`)
    const named = [...node.raw].filter((letter) => letter !== '\\')
    return [...new Set([...USUAL, ...named])].filter((letter) => pattern.test(letter)).slice(0, FEW)
  }
}
