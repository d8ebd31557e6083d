import { readWords, type Spelling, type Word } from './condition-words.ts'

export type ConditionValue = string | number | boolean

/** A condition over the columns of one row, as far as it can be read. */
export type Condition =
  | { readonly kind: 'in'; readonly column: string; readonly values: readonly ConditionValue[] }
  | { readonly kind: 'null'; readonly column: string; readonly isNull: boolean }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'unknown' }

const unknown: Condition = { kind: 'unknown' }

/**
 * A condition as a server writes those of its checks and indexes: comparisons of a column with values, `in` and
 * `= any (array[...])`, `is null`, `and`, `or`, `not`, casts and brackets around any of them. What it does not know is
 * `unknown` where it stands, so that the rest is still read. Never throws.
 */
export function readCondition(text: string, spelling: Spelling): Condition {
  const words = readWords(text, spelling)
  if (words === undefined) return unknown
  const reader = new ConditionReader(words)
  const read = toCondition(reader.readAny())
  return reader.isAtEnd ? read : unknown
}

/** What a part of a condition is; brackets may hold any of it. */
type Part =
  | Condition
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'value'; readonly value: ConditionValue }
  | { readonly kind: 'values'; readonly values: readonly ConditionValue[] }

const maxDepth = 60

class ConditionReader {
  readonly #words: readonly Word[]
  #at = 0
  #depth = 0

  constructor(words: readonly Word[]) {
    this.#words = words
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#words.length
  }

  readAny(): Part {
    const first = this.#readAll()
    const all = [first]
    while (this.#take('or')) all.push(this.#readAll())
    return all.length === 1 ? first : { kind: 'any', of: all.map(toCondition) }
  }

  #readAll(): Part {
    const first = this.#readNot()
    const all = [first]
    while (this.#take('and')) all.push(this.#readNot())
    return all.length === 1 ? first : { kind: 'all', of: all.map(toCondition) }
  }

  #readNot(): Part {
    return this.#take('not') ? negate(this.#readNot()) : this.#readComparison()
  }

  #readComparison(): Part {
    const left = this.#readOperand()
    if (this.#take('is')) return this.#readNullTest(left)
    const isNot = this.#take('not')
    if (this.#take('in')) return isNot ? this.#skipped() : compare(left, this.#readOperand())
    if (this.#take('between')) {
      this.#readOperand()
      this.#take('and')
      return this.#skipped()
    }
    if (this.#take('=')) {
      this.#take('any')
      return compare(left, this.#readOperand())
    }
    if (this.#takeComparison()) return this.#skipped()
    return left
  }

  #readNullTest(left: Part): Condition {
    const isNull = !this.#take('not')
    if (this.#take('null'))
      return left.kind === 'column' ? { kind: 'null', column: left.name, isNull } : unknown
    return this.#skipped()
  }

  #skipped(): Condition {
    this.#readOperand()
    return unknown
  }

  /** Something that is computed has no value that can be told here. */
  #readOperand(): Part {
    let operand = this.#readCast()
    while (this.#takeOperator()) {
      this.#readCast()
      operand = unknown
    }
    return operand
  }

  #readCast(): Part {
    const isNegative = this.#take('-')
    const read = this.#readPrimary()
    while (this.#take('::')) this.#skipType()
    if (!isNegative) return read
    return read.kind === 'value' && typeof read.value === 'number' ? { ...read, value: -read.value } : unknown
  }

  #readPrimary(): Part {
    const word = this.#words[this.#at]
    this.#at += 1
    switch (word?.kind) {
      case 'text':
        return { kind: 'value', value: word.text }
      case 'number':
        return { kind: 'value', value: Number(word.text) }
      case 'name':
        return this.#readNamed(word.text)
      case 'word':
        return this.#readWord(word.text)
      case 'mark':
        return word.text === '(' || word.text === '['
          ? this.#readBrackets(word.text === '(' ? ')' : ']')
          : unknown
      case undefined:
        return unknown
    }
  }

  #readWord(text: string): Part {
    const lower = text.toLowerCase()
    if (lower === 'true' || lower === 'false') return { kind: 'value', value: lower === 'true' }
    if (lower === 'array') return this.#take('[') ? this.#readBrackets(']') : unknown
    return this.#readNamed(text)
  }

  #readNamed(name: string): Part {
    if (!this.#take('(')) return { kind: 'column', name }
    this.#readBrackets(')')
    return unknown
  }

  /** One thing in brackets is that thing; several are a list. */
  #readBrackets(end: ')' | ']'): Part {
    if (this.#depth >= maxDepth) return unknown
    this.#depth += 1
    const parts: Part[] = []
    while (!this.isAtEnd && !this.#take(end)) {
      const before = this.#at
      parts.push(this.readAny())
      this.#take(',')
      // A word that belongs nowhere is passed over, so that the reading ends.
      if (this.#at === before) this.#at += 1
    }
    this.#depth -= 1
    const [only] = parts
    if (only !== undefined && parts.length === 1 && (end === ')' || only.kind === 'values')) return only
    const values = parts.flatMap((part) => (part.kind === 'value' ? [part.value] : []))
    return values.length === parts.length && values.length > 0 ? { kind: 'values', values } : unknown
  }

  /** `text`, `character varying(20)[]`, `"public"."mood"` */
  #skipType(): void {
    do this.#at += 1
    while (this.#take('.'))
    while (this.#takeOneOf(['varying', 'precision', 'with', 'without', 'time', 'zone']));
    if (this.#take('(')) this.#readBrackets(')')
    while (this.#take('[')) this.#take(']')
  }

  #take(text: string): boolean {
    return this.#takeOneOf([text])
  }

  #takeOneOf(texts: readonly string[]): boolean {
    const word = this.#words[this.#at]
    const isOne =
      word !== undefined &&
      (word.kind === 'word' || word.kind === 'mark') &&
      texts.includes(word.text.toLowerCase())
    if (isOne) this.#at += 1
    return isOne
  }

  #takeComparison = (): boolean =>
    this.#takeOneOf([
      '<',
      '>',
      '<=',
      '>=',
      '<>',
      '!=',
      '<=>',
      'like',
      'ilike',
      'similar',
      'regexp',
      'rlike',
      '~',
    ])

  #takeOperator = (): boolean =>
    this.#takeOneOf(['+', '-', '*', '/', '%', '||', '&', '|', '^', '#', 'collate'])
}

/** A column by itself is a condition when it is true or false. */
function toCondition(part: Part): Condition {
  switch (part.kind) {
    case 'column':
      return { kind: 'in', column: part.name, values: [true] }
    case 'value':
    case 'values':
      return unknown
    case 'in':
    case 'null':
    case 'all':
    case 'any':
    case 'unknown':
      return part
  }
}

function compare(left: Part, right: Part): Condition {
  if (left.kind !== 'column') return unknown
  if (right.kind === 'values') return { kind: 'in', column: left.name, values: right.values }
  return right.kind === 'value' ? { kind: 'in', column: left.name, values: [right.value] } : unknown
}

/** Only a column that is true or false, and `is null`, are as plain when they are turned round. */
function negate(part: Part): Condition {
  if (part.kind === 'column') return { kind: 'in', column: part.name, values: [false] }
  return part.kind === 'null' ? { ...part, isNull: !part.isNull } : unknown
}
