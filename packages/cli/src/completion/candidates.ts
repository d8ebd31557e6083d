import type { Call, Registry } from '../command.ts'
import { globalParameters } from '../command-line/global-flags.ts'
import type { Parameter } from '../command-line/parameter.ts'
import { loadCommand } from '../help/help-lines.ts'
import { agents, keys, providers, secrets, skills, versions, webhooks } from '../names/names.ts'
import type { NameKind } from '../names/name-kind.ts'

/** What may stand in the place of the last of `words`: commands, flags, words of a list, or names that the server knows. */
export async function candidates(call: Call, words: readonly string[]): Promise<readonly string[]> {
  const last = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const found = await all(call, before, last)
  return [...new Set(found)].filter((word) => word.startsWith(last)).sort()
}

async function all(call: Call, before: readonly string[], last: string): Promise<readonly string[]> {
  const path = findPath(call.registry, before)
  if (path === undefined) return nextWords(call.registry, before)
  const { takes } = await loadCommand(call.registry, path)
  const parameters = [...takes, ...globalParameters]
  const place = placeOf(before.slice(path.split(' ').length), parameters)
  if (place.waiting !== undefined) return valuesOf(call, place.waiting, place.given)
  if (last.startsWith('-'))
    return parameters.filter(({ kind }) => kind === 'flag').map(({ name }) => `--${name}`)
  const [next] = takes.filter(({ kind }) => kind === 'argument').slice(place.given.length)
  return next === undefined ? [] : valuesOf(call, next, place.given)
}

function findPath(registry: Registry, words: readonly string[]): string | undefined {
  const paths = [2, 1].map((count) => words.slice(0, count).join(' '))
  return paths.find((path) => Object.hasOwn(registry, path))
}

function nextWords(registry: Registry, before: readonly string[]): readonly string[] {
  const start = before.map((word) => `${word} `).join('')
  return Object.keys(registry)
    .filter((path) => path.startsWith(start))
    .map((path) => path.slice(start.length).split(' ')[0] ?? '')
}

interface Place {
  /** The flag whose value is due. */
  readonly waiting: Parameter<unknown> | undefined
  /** What was given for arguments. */
  readonly given: readonly string[]
}

function placeOf(words: readonly string[], parameters: readonly Parameter<unknown>[]): Place {
  const given: string[] = []
  let waiting: Parameter<unknown> | undefined
  for (const word of words) {
    if (waiting !== undefined) waiting = undefined
    else if (word.startsWith('-')) waiting = flagOf(word, parameters)
    else given.push(word)
  }
  return { waiting, given }
}

function flagOf(word: string, parameters: readonly Parameter<unknown>[]): Parameter<unknown> | undefined {
  const name = word.replace(/^-+/, '')
  const flag = parameters.find((one) => one.kind === 'flag' && (one.name === name || one.short === name))
  return flag?.takes === 'nothing' ? undefined : flag
}

async function valuesOf(
  call: Call,
  { choices, names }: Parameter<unknown>,
  given: readonly string[],
): Promise<readonly string[]> {
  if (choices !== undefined) return choices
  if (names === undefined) return []
  // Whoever presses Tab wants names or nothing, and no message in the middle of a line.
  return namesOf(call, names, given).catch(() => [])
}

async function namesOf(
  { lookups, names }: Call,
  kind: NameKind,
  given: readonly string[],
): Promise<readonly string[]> {
  const shown = (found: readonly { readonly name: string }[]): readonly string[] =>
    found.map(({ name }) => name)
  switch (kind) {
    case 'agent':
      return shown(await agents(lookups))
    case 'provider':
      return shown(await providers(lookups))
    case 'skill':
      return shown(await skills(lookups, (await names.agent(given[0] ?? '')).id))
    case 'version':
      return shown(await versions(lookups, (await names.agent(given[0] ?? '')).id))
    case 'secret':
      return shown(await secrets(lookups))
    case 'key':
      return shown(await keys(lookups))
    case 'webhook':
      return shown(await webhooks(lookups))
    case 'pack':
      return []
  }
}
