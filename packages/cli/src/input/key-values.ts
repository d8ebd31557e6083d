import { usageError } from '../failures/cli-error.ts'

/**
 * `name=value` texts as an object. A value that is JSON but no word of its own (`5`, `true`, `null`, a list, an object) is that
 * where `name:=value` says so; with `=` it is text as it stands.
 */
export function readKeyValues(texts: readonly string[], flag: string): Readonly<Record<string, unknown>> {
  const entries = texts.map((text) => readOne(text, flag))
  const twice = entries.map(([name]) => name).find((name, at, names) => names.indexOf(name) !== at)
  if (twice !== undefined) throw usageError(`${flag} gives "${twice}" twice.`)
  return Object.fromEntries(entries)
}

/** The same where every value is text. */
export const readTexts = (texts: readonly string[], flag: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(readKeyValues(texts, flag)).map(([name, value]) => {
      if (typeof value === 'string') return [name, value] as const
      throw usageError(`${flag} takes text for "${name}".`, `Write ${name}=value.`)
    }),
  )

function readOne(text: string, flag: string): readonly [string, unknown] {
  const at = text.indexOf('=')
  if (at < 1) throw usageError(`${flag} takes name=value, not "${text}".`, 'For JSON write name:=5.')
  const isJson = text[at - 1] === ':'
  const name = text.slice(0, isJson ? at - 1 : at)
  const value = text.slice(at + 1)
  return [name, isJson ? parse(name, value) : value]
}

function parse(name: string, value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    throw usageError(`The value of "${name}" is no JSON: ${value}`, `Write ${name}=${value} for text.`)
  }
}
