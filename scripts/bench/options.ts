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
}

const valued = ['--dir', '--list', '--runs', '--goals', '--specs', '--out']

/** Reads `--name value` and `--flag`; unknown names end the program with 2. */
export function parseOptions(words: readonly string[]): BenchOptions {
  const values = new Map<string, string>()
  for (let at = 0; at < words.length; at++) {
    const name = words[at] ?? ''
    if (name === '--json' || name === '--growth') values.set(name, 'yes')
    else if (valued.includes(name)) values.set(name, words[++at] ?? '')
    else {
      console.error(
        `Unknown option "${name}". Options: --json, --growth, --dir folder, --list file, --runs n, --goals file, --specs folder, --out file.`,
      )
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
  }
}
