import type { Command, Registry } from '../command.ts'
import { globalParameters } from '../command-line/global-flags.ts'
import { type Parameter, writtenAs } from '../command-line/parameter.ts'
import { exitCodes } from '../failures/exit-codes.ts'
import { envelopeSchema } from '../schemas/output-schema.ts'
import { loadCommand } from './help-lines.ts'

/** Every command with all that it takes, as it is typed: `agent show <agent>`. */
export async function pathLines(registry: Registry): Promise<readonly string[]> {
  return Promise.all(
    Object.keys(registry).map(async (path) => usageOf(path, await loadCommand(registry, path))),
  )
}

const usageOf = (path: string, { takes }: Command): string =>
  [path, ...takes.map((one) => (one.kind === 'flag' ? `[${writtenAs(one)}]` : writtenAs(one)))].join(' ')

/** The nouns with their verbs, as the documents show them. */
export async function treeLines(registry: Registry): Promise<readonly string[]> {
  const nouns = [...new Set(Object.keys(registry).map((path) => path.split(' ')[0] ?? ''))]
  const groups = await Promise.all(nouns.map((noun) => groupOf(registry, noun)))
  return ['bindery', ...groups.flat()]
}

async function groupOf(registry: Registry, noun: string): Promise<readonly string[]> {
  const paths = Object.keys(registry)
  const describe = async (path: string, shown: string): Promise<string> =>
    described(await loadCommand(registry, path), shown)
  const own = paths.includes(noun) ? [`  ${await describe(noun, noun)}`] : [`  ${noun}`]
  const verbs = paths.filter((path) => path.startsWith(`${noun} `))
  const listed = await Promise.all(
    verbs.map(async (path) => `    ${await describe(path, path.slice(noun.length + 1))}`),
  )
  return [...own, ...listed]
}

function described(command: Command, shown: string): string {
  const places = command.takes.filter(({ kind }) => kind === 'argument').map(writtenAs)
  return `${[shown, ...places].join(' ').padEnd(36)} ${command.summary}`
}

/** Everything that a program may want to know of the commands, with the JSON Schema of each output. */
export async function wholeMap(registry: Registry): Promise<Readonly<Record<string, unknown>>> {
  const commands = await Promise.all(
    Object.keys(registry).map(async (path) => commandMap(path, await loadCommand(registry, path))),
  )
  return { flags: globalParameters.map(parameterMap), exitCodes, commands }
}

async function commandMap(path: string, { summary, takes, example, output }: Command) {
  return { path, summary, takes: takes.map(parameterMap), example, output: await envelopeSchema(output) }
}

const parameterMap = ({ name, kind, summary, takes, isRequired, short, choices }: Parameter<unknown>) => ({
  name,
  kind,
  summary,
  takes,
  isRequired,
  ...(short !== undefined && { short }),
  ...(choices !== undefined && { choices }),
})
