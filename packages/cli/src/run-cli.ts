import type { Answer, Call, Command } from './command.ts'
import { globalParameters } from './command-line/global-flags.ts'
import type { Parameter } from './command-line/parameter.ts'
import { type Given, placeArguments, readWords, type Words } from './command-line/parse-arguments.ts'
import { type GlobalSettings, readSettings } from './command-line/settings.ts'
import { usageError } from './failures/cli-error.ts'
import { exitCodes } from './failures/exit-codes.ts'
import { linesOf, reportOf } from './failures/error-report.ts'
import { openReader } from './input/reader.ts'
import { openNames } from './names/names.ts'
import { jsonText } from './output/json-text.ts'
import { writeAnswer } from './output/write-answer.ts'
import { registry } from './registry.ts'
import { NotSent, openApi, openLookups } from './session/open-api.ts'
import { Secrets } from './session/secrets.ts'
import { openSession } from './session/session.ts'
import { Terminal } from './terminal/terminal.ts'
import { wantsColour } from './terminal/wants-colour.ts'
import { watchTime } from './time-limit.ts'
import { version } from './version.ts'
import type { World } from './world.ts'

/** Runs one command line and gives the exit code of the process. Never throws. */
export async function runCli(world: World): Promise<number> {
  const secrets = new Secrets()
  const early = readEarly(world)
  const terminal = openTerminal(world, early)
  try {
    return await run(world, { secrets, terminal, settings: readSettings(early.given) })
  } catch (error) {
    const report = reportOf(error)
    if (isForPrograms(early.given)) terminal.alert(secrets.redact(jsonText(report)))
    else for (const line of linesOf(report)) terminal.alert(redactLine(secrets, line))
    return report.exit
  }
}

interface Started {
  readonly secrets: Secrets
  readonly terminal: Terminal
  readonly settings: GlobalSettings
}

/** What the command line says before it is known which command it is: the words that no flag of all commands takes. */
function readEarly(world: World): Words {
  try {
    return readWords(world.words, globalParameters)
  } catch {
    return { given: new Map(), positionals: [], unknown: [] }
  }
}

async function run(world: World, started: Started): Promise<number> {
  const { settings, terminal } = started
  const { positionals } = readWords(world.words, globalParameters)
  if (settings.wantsVersion && positionals.length === 0) return tell(terminal, version)
  const path = findPath(positionals)
  if (path === undefined) return withoutCommand(world, started, positionals)
  const load = registry[path]
  if (load === undefined) throw new Error(`No line of the registry is "${path}".`)
  const { command } = await load()
  if (settings.wantsHelp) return showHelp(terminal, path)
  const given = await readGiven(world, command, path)
  return carryOut(world, started, { command, given })
}

async function withoutCommand(world: World, started: Started, words: readonly string[]): Promise<number> {
  const [noun] = words
  if (started.settings.wantsHelp || words.length === 0) {
    await showHelp(started.terminal, noun ?? '')
    return world.words.length === 0 ? exitCodes.usage : exitCodes.ok
  }
  const { refuseCommand } = await import('./command-line/unknown-words.ts')
  return refuseCommand(words, Object.keys(registry))
}

async function showHelp(terminal: Terminal, topic: string): Promise<number> {
  const { helpLines } = await import('./help/help-lines.ts')
  terminal.show(await helpLines(registry, topic))
  return exitCodes.ok
}

function tell(terminal: Terminal, text: string): number {
  terminal.data(text)
  return exitCodes.ok
}

/** The longest command that the words begin with. */
function findPath(words: readonly string[]): string | undefined {
  const paths = [2, 1].map((count) => words.slice(0, count).join(' '))
  return paths.find((path) => Object.hasOwn(registry, path))
}

async function readGiven(world: World, { takes }: Command, path: string): Promise<Given> {
  const parameters = [...takes, ...globalParameters]
  const { given, positionals, unknown } = readWords(world.words, parameters)
  const [flag] = unknown
  if (flag !== undefined) {
    const { refuseFlag } = await import('./command-line/unknown-words.ts')
    return refuseFlag(flag, path, parameters)
  }
  return new Map([...given, ...placeArguments(positionals.slice(path.split(' ').length), takes)])
}

interface Asked {
  readonly command: Command
  readonly given: Given
}

async function carryOut(world: World, started: Started, { command, given }: Asked): Promise<number> {
  const { settings, terminal } = started
  for (const parameter of command.takes) readParameter(command, given, parameter)
  const time = watchTime(world, settings.timeoutMs)
  try {
    const answer = await command.run(openCall(world, started, { command, given, time }))
    await writeAnswer(terminal, answer, { format: settings.output, fields: settings.fields })
    await answer.after?.()
    return exitCodes[answer.exit ?? 'ok']
  } catch (error) {
    if (!(error instanceof NotSent)) throw time.signal.aborted ? time.signal.reason : error
    await showUnsent(terminal, settings, error)
    return exitCodes.ok
  } finally {
    time.stop()
  }
}

interface Timed extends Asked {
  readonly time: ReturnType<typeof watchTime>
}

function openCall(world: World, started: Started, { command, given, time }: Timed): Call {
  const { settings, terminal, secrets } = started
  const session = () => openSession(settings, world.environment)
  const line = () => ({ session: session(), settings, terminal, secrets, signal: time.signal, world })
  const keeps =
    settings.sending === 'print'
      ? 'all'
      : settings.sending === 'dry-run' && command.dryRun !== 'own'
        ? 'changes'
        : 'none'
  let api: Call['api'] | undefined
  let lookups: Call['lookups'] | undefined
  let names: Call['names'] | undefined
  const lookUp = (): Call['lookups'] => {
    lookups ??= openLookups(line())
    return lookups
  }
  return {
    get: (parameter) => readParameter(command, given, parameter),
    get api() {
      api ??= openApi(line(), keeps)
      return api
    },
    get lookups() {
      return lookUp()
    },
    get names() {
      names ??= openNames(lookUp())
      return names
    },
    reader: openReader({ world, settings, secrets }),
    settings,
    terminal,
    signal: time.signal,
    world,
    registry,
    onInterrupt: time.onInterrupt,
  }
}

function readParameter<T>(command: Command, given: Given, parameter: Parameter<T>): T {
  if (command.takes.includes(parameter)) return parameter.read(given.get(parameter.name) ?? [])
  throw usageError(`This command reads "${parameter.name}" and does not take it.`)
}

async function showUnsent(terminal: Terminal, settings: GlobalSettings, { shown }: NotSent): Promise<void> {
  if (settings.sending === 'print') return terminal.data(shown.curl)
  const { curl: _, ...request } = shown
  const answer: Answer = { data: { dryRun: true, ...request }, note: 'Nothing was sent.' }
  await writeAnswer(terminal, answer, { format: settings.output, fields: settings.fields })
}

const isForPrograms = (given: Given): boolean =>
  given.has('json') || ['json', 'ndjson'].includes(given.get('output')?.at(-1) ?? '')

function openTerminal(world: World, { given }: Words): Terminal {
  const isOn = (name: string): boolean => given.has(name)
  return new Terminal({
    out: world.out,
    err: world.err,
    colour: wantsColour(world.environment, isOn('no-color')) ? 'colour' : 'plain',
    loudness: isOn('quiet') ? 'quiet' : isOn('verbose') ? 'verbose' : 'normal',
  })
}

type ErrorLine = ReturnType<typeof linesOf>[number]

const redactLine = (secrets: Secrets, line: ErrorLine): ErrorLine =>
  typeof line === 'string'
    ? secrets.redact(line)
    : line.map((span) =>
        typeof span === 'string' ? secrets.redact(span) : { ...span, text: secrets.redact(span.text) },
      )
