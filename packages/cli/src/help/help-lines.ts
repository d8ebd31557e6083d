import type { Command, Registry } from '../command.ts'
import { globalParameters } from '../command-line/global-flags.ts'
import { type Parameter, writtenAs } from '../command-line/parameter.ts'
import { refuseCommand } from '../command-line/unknown-words.ts'
import { exitCodes, exitMeanings } from '../failures/exit-codes.ts'
import type { Line } from '../terminal/line.ts'

/** What a person reads of a command, of all verbs of a noun, or of everything for an empty topic. */
export async function helpLines(registry: Registry, topic: string): Promise<readonly Line[]> {
  const commandPaths = Object.keys(registry)
  if (topic === '') return overview(registry)
  const load = registry[topic]
  if (load !== undefined) return ofCommand(topic, (await load()).command)
  const verbs = commandPaths.filter((path) => path.startsWith(`${topic} `))
  return verbs.length > 0 ? listCommands(registry, verbs) : refuseCommand(topic.split(' '), commandPaths)
}

/** Every command with its summary, a line each. */
async function listCommands(registry: Registry, paths: readonly string[]): Promise<readonly Line[]> {
  const widest = Math.max(...paths.map((path) => path.length))
  const summaries = await Promise.all(paths.map(async (path) => (await loadCommand(registry, path)).summary))
  return paths.map((path, at) => [
    { style: 'bold', text: `  ${path.padEnd(widest)}` },
    `  ${summaries[at] ?? ''}`,
  ])
}

/** Throws for a path that is not in the registry. */
export async function loadCommand(registry: Registry, path: string): Promise<Command> {
  const load = registry[path]
  if (load === undefined) throw new Error(`No line of the registry is "${path}".`)
  return (await load()).command
}

async function overview(registry: Registry): Promise<readonly Line[]> {
  return [
    'Usage: bindery <command> [arguments] [flags]',
    '',
    ...heading('Commands'),
    ...(await listCommands(registry, Object.keys(registry))),
    '',
    ...heading('Flags of every command'),
    ...parameterLines(globalParameters),
    '',
    ...exitLines(),
    '',
    'More of one: bindery help <command>',
  ]
}

export const exitLines = (): readonly Line[] => [
  ...heading('Exit codes'),
  ...Object.entries(exitCodes).map(
    ([name, code]) => `  ${String(code).padStart(3)}  ${meanings.get(name) ?? ''}`,
  ),
]

const meanings = new Map<string, string>(Object.entries(exitMeanings))

function ofCommand(path: string, { summary, takes, example }: Command): readonly Line[] {
  const places = takes.filter(({ kind }) => kind === 'argument')
  const flags = takes.filter(({ kind }) => kind === 'flag')
  const words = [path, ...places.map(writtenAs), ...(flags.length > 0 ? ['[flags]'] : [])]
  return [
    summary,
    '',
    `Usage: bindery ${words.join(' ')}`,
    ...(places.length === 0 ? [] : ['', ...heading('Arguments'), ...parameterLines(places)]),
    ...(flags.length === 0 ? [] : ['', ...heading('Flags'), ...parameterLines(flags)]),
    '',
    ...heading('Example'),
    `  bindery ${example}`,
    '',
    'Flags of every command and exit codes: bindery help',
  ]
}

const heading = (text: string): readonly Line[] => [[{ style: 'bold', text }]]

export function parameterLines(parameters: readonly Parameter<unknown>[]): readonly Line[] {
  const written = parameters.map(
    (one) => `${one.short === undefined ? '' : `-${one.short}, `}${writtenAs(one)}`,
  )
  const widest = Math.min(34, Math.max(...written.map((text) => text.length)))
  return parameters.map(({ summary, choices }, at) => {
    const list = choices === undefined ? '' : ` (${choices.join(', ')})`
    return `  ${(written[at] ?? '').padEnd(widest)}  ${summary}${list}`
  })
}
