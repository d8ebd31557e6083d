import type { PathStep } from './path-step.ts'
import type { FieldPath } from './binding.ts'
import type { Result } from './result.ts'
import { failure, success } from './result.ts'

/**
 * Reads an authored path. Text: names parted by dots; `[0]` picks one item; `[]` or `[*]` after a name says "each" and
 * changes nothing; a name in backticks may hold anything (a doubled backtick stands for one); a leading `$` or `$.` is
 * the answer itself. Lists are taken literally. Fails with what is wrong and at which character.
 */
export function parseFieldPath(path: FieldPath): Result<readonly PathStep[], string> {
  if (typeof path !== 'string') return success(path.map(toStep))
  const reader = new PathReader(path)
  return reader.read()
}

/** Text form of steps that `parseFieldPath` reads back to the same steps. */
export function formatFieldPath(steps: readonly PathStep[]): string {
  return steps.reduce((text, step) => {
    if (step.kind === 'item') return `${text}[${step.index}]`
    const name = /^[^.[\]`$\s](?:[^.[\]`]*[^.[\]`\s])?$/.test(step.name)
      ? step.name
      : `\`${step.name.replaceAll('`', '``')}\``
    return text === '' ? name : `${text}.${name}`
  }, '')
}

function toStep(segment: string | number): PathStep {
  return typeof segment === 'number' ? { kind: 'item', index: segment } : { kind: 'field', name: segment }
}

class PathReader {
  readonly #text: string
  readonly #steps: PathStep[] = []
  #at = 0

  constructor(text: string) {
    this.#text = text.trim()
  }

  read(): Result<readonly PathStep[], string> {
    if (this.#text === '$' || this.#text === '') return success([])
    if (this.#text.startsWith('$.')) this.#at = 2
    else if (this.#text.startsWith('$[')) this.#at = 1
    while (this.#at < this.#text.length) {
      const problem = this.#text[this.#at] === '[' ? this.#readBracket() : this.#readName()
      if (problem !== undefined) return failure(problem)
    }
    return success(this.#steps)
  }

  #readBracket(): string | undefined {
    const bracket = /^\[(\d{0,6}|\*)\](\.(?=.))?/.exec(this.#text.slice(this.#at))
    if (bracket === null) return `A bracket at character ${this.#at + 1} must be "[]" or hold a whole number.`
    const index = bracket[1] ?? ''
    if (/^\d+$/.test(index)) this.#steps.push({ kind: 'item', index: Number(index) })
    this.#at += bracket[0].length
    return undefined
  }

  #readName(): string | undefined {
    const rest = this.#text.slice(this.#at)
    const name = rest.startsWith('`') ? /^`((?:[^`]|``)+)`/.exec(rest) : /^([^.[\]`]+)/.exec(rest)
    if (name?.[1] === undefined) return `A name is missing at character ${this.#at + 1}.`
    this.#steps.push({ kind: 'field', name: rest.startsWith('`') ? name[1].replaceAll('``', '`') : name[1] })
    this.#at += name[0].length
    if (this.#text[this.#at] !== '.') return undefined
    this.#at += 1
    return this.#at === this.#text.length ? 'The path ends with a dot.' : undefined
  }
}
