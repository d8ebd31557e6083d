export interface BenchOptions {
  readonly json: boolean
  readonly dir: string | undefined
  /** A file with one name below `dir` per line. */
  readonly list: string | undefined
  readonly runs: number
  /** Also at a quarter and a sixteenth of the size. */
  readonly growth: boolean
  /** A file of labelled goals, one JSON object per line, and the folder of the documents that they name. */
  readonly goals: string | undefined
  readonly specs: string | undefined
  /** Where the raw results go, one JSON object per line. */
  readonly out: string | undefined
  /** The rest is as it was given: `automap` checks it. */
  readonly mapper: string | undefined
  readonly baseUrl: string | undefined
  readonly model: string | undefined
  readonly apiKeyEnv: string | undefined
  readonly limit: string | undefined
  readonly wording: string | undefined
  readonly record: string | undefined
  readonly replay: string | undefined
  readonly deadline: string | undefined
}

const flags = ['--json', '--growth']

/** What follows each option, for people. */
const valued: Readonly<Record<string, string>> = {
  '--dir': 'folder',
  '--list': 'file',
  '--runs': 'n',
  '--goals': 'file',
  '--specs': 'folder',
  '--out': 'file',
  '--mapper': 'deterministic|model|oracle',
  '--base-url': 'url',
  '--model': 'name',
  '--api-key-env': 'variable',
  '--limit': 'n',
  '--wording': 'goal|goal_product',
  '--record': 'folder',
  '--replay': 'folder',
  '--deadline': 'seconds',
}

/** All options in one line. */
export const optionsText = [
  ...flags,
  ...Object.entries(valued).map(([name, value]) => `${name} ${value}`),
].join(', ')

/** Reads `--name value` and `--flag`; unknown names end the program with 2. */
export function parseOptions(words: readonly string[]): BenchOptions {
  const values = new Map<string, string>()
  for (let at = 0; at < words.length; at++) {
    const name = words[at] ?? ''
    if (flags.includes(name)) values.set(name, 'yes')
    else if (Object.hasOwn(valued, name)) values.set(name, words[++at] ?? '')
    else {
      console.error(`Unknown option "${name}". Options: ${optionsText}.`)
      process.exit(2)
    }
  }
  const runs = Number(values.get('--runs') ?? '5')
  return {
    json: values.has('--json'),
    growth: values.has('--growth'),
    goals: values.get('--goals'),
    specs: values.get('--specs'),
    out: values.get('--out'),
    dir: values.get('--dir'),
    list: values.get('--list'),
    runs: Number.isInteger(runs) && runs > 0 ? runs : 5,
    mapper: values.get('--mapper'),
    baseUrl: values.get('--base-url'),
    model: values.get('--model'),
    apiKeyEnv: values.get('--api-key-env'),
    limit: values.get('--limit'),
    wording: values.get('--wording'),
    record: values.get('--record'),
    replay: values.get('--replay'),
    deadline: values.get('--deadline'),
  }
}
