import { isJsonArray, isJsonObject, type Json } from '@bindery/model'
import { argumentError } from './argument-error.ts'

/** Where text is written as a bare number: a tree of names, `*` for every item, with marks at the leaves. */
interface NumberTree {
  isNumber: boolean
  readonly children: Map<string, NumberTree>
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/**
 * Writes JSON text. Strings at `numbers` (paths of names, `*` for every item) are written as the bare numbers that they
 * spell, digit by digit, so that nothing is rounded; text there that is no number is refused.
 */
export function writeJson(value: Json, numbers: readonly (readonly string[])[] = []): string {
  return numbers.length === 0 ? JSON.stringify(value) : write(value, toTree(numbers))
}

function write(value: Json, tree: NumberTree | undefined): string {
  if (tree === undefined) return JSON.stringify(value)
  if (typeof value === 'string') return tree.isNumber ? bareNumber(value) : JSON.stringify(value)
  if (isJsonArray(value)) return `[${value.map((item) => write(item, tree.children.get('*'))).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => {
    const child = tree.children.get(name) ?? tree.children.get('*')
    return `${JSON.stringify(name)}:${write(member, child)}`
  })
  return `{${members.join(',')}}`
}

function bareNumber(text: string): string {
  // JSON has no leading zeros; everything else of a decimal text stays digit by digit.
  const plain = text.replace(/^(-?)0+(?=\d)/, '$1')
  if (!jsonNumber.test(plain)) throw argumentError('body', 'holds text where a number belongs')
  return plain
}

function toTree(numbers: readonly (readonly string[])[]): NumberTree {
  const root: NumberTree = { isNumber: false, children: new Map() }
  for (const path of numbers) {
    let at = root
    for (const name of path) {
      const next: NumberTree = at.children.get(name) ?? { isNumber: false, children: new Map() }
      at.children.set(name, next)
      at = next
    }
    at.isNumber = true
  }
  return root
}
