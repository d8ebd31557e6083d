import type { Field, ObjectType, ScalarName, SchemaCatalog, Typed, TypeRef } from '@bindery/model'
import type { Choose } from './choose.ts'

/** `described`: what the catalog describes, as providers write it. `wild`: with anything in the place of anything. */
export type AnswerMood = 'described' | 'wild'

/** The JSON text of an answer: text and not a value, since no value has 17 digits or more. */
export function randomAnswer(
  { objects }: SchemaCatalog,
  root: Typed,
  { choose, mood }: { readonly choose: Choose; readonly mood: AnswerMood },
): string {
  const find = (name: string): ObjectType | undefined => objects.find((object) => object.name === name)
  return new AnswerWriter(find, choose, mood).write(root, 0)
}

const deepest = 6

class AnswerWriter {
  readonly #find: (name: string) => ObjectType | undefined
  readonly #choose: Choose
  readonly #mood: AnswerMood

  constructor(find: (name: string) => ObjectType | undefined, choose: Choose, mood: AnswerMood) {
    this.#find = find
    this.#choose = choose
    this.#mood = mood
  }

  write({ type, nullable }: Typed, depth: number): string {
    if (nullable && this.#choose.chance(25)) return 'null'
    if (this.#mood === 'wild' && this.#choose.chance(7)) return this.#choose.of(strangers)
    return this.#value(type, depth)
  }

  #value(type: TypeRef, depth: number): string {
    switch (type.kind) {
      case 'scalar':
        return this.#scalar(type.scalar)
      case 'enum':
        return this.#choose.chance(20)
          ? this.#newcomer(type.scalar)
          : JSON.stringify(this.#choose.of(type.values))
      case 'list':
        return this.#list({ type: type.items, nullable: type.itemsNullable }, depth)
      case 'map':
        return `{"any_name":${this.write({ type: type.values, nullable: type.valuesNullable }, depth + 1)},"other":null}`
      case 'object':
        return this.#object(this.#find(type.name), depth)
      case 'union':
        return this.#value(this.#choose.of(type.members), depth)
    }
  }

  /** A value of next year, which an enumeration does not list yet. */
  #newcomer(scalar: ScalarName): string {
    return scalar === 'string' ? '"on_hold"' : '99'
  }

  #scalar(scalar: ScalarName): string {
    if (scalar === 'string') return JSON.stringify(this.#choose.text())
    return this.#choose.of(samples[scalar])
  }

  #list(item: Typed, depth: number): string {
    const length = depth >= deepest ? 0 : this.#choose.between(0, 6)
    return `[${Array.from({ length }, () => this.write(item, depth + 1)).join(',')}]`
  }

  #object(object: ObjectType | undefined, depth: number): string {
    if (object === undefined || depth >= deepest) return '{}'
    const members = object.fields
      .filter((field) => this.#isThere(field))
      .map((field) => `${JSON.stringify(field.name)}:${this.write(field, depth + 1)}`)
    return `{${[...members, '"beyond":1'].join(',')}}`
  }

  #isThere({ required }: Field): boolean {
    if (!required) return this.#choose.chance(70)
    return this.#mood === 'described' || this.#choose.chance(95)
  }
}

const strangers = ['null', '{}', '[]', '"text"', '12.5', 'true', '{"error":"no"}', '[[1]]', '["a",null]']

/** As providers write them: digits beyond a double, dates without a zone, forms that are none. */
const samples: { readonly [scalar in Exclude<ScalarName, 'string'>]: readonly string[] } = {
  boolean: ['true', 'false'],
  integer: ['0', '7', '-12', '9007199254740991', '12345678901234567890', '1e3', '5.0'],
  number: [
    '19.99',
    '19.989999999999998',
    '0.10000000000000001',
    '1e20',
    '123456789.123456789',
    '-0.0',
    '1e400',
  ],
  int64: [
    '7',
    '"9223372036854775807"',
    '115792089237316195423570985008687907853269984665640564039457584007913129639935',
  ],
  decimal: ['19.95', '"1.50"', '1e21', '0.30000000000000001', '"NaN"'],
  date: ['"2026-11-30"', '"30-11-2026"'],
  time: ['"14:30"', '"noon"'],
  datetime: ['"2026-11-30T14:30:00Z"', '"2026-12-01 10:00"'],
  duration: ['"PT30M"', '"half an hour"'],
  uuid: ['"3f2504e0-4f89-41d3-9a0c-0305e82c3301"', '"none"'],
  email: ['"ada@example.com"', '"none"'],
  phone: ['"+31612345678"', '"unknown"'],
  uri: ['"https://example.com/a"', '"/relative"'],
  binary: ['"YQ=="', '"?"'],
  any: ['null', '{"a":[1]}', '"x"', '12345678901234567890', '[]', 'true'],
}
