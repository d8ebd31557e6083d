export interface BenchOptions {
  readonly json: boolean
  readonly dir: string | undefined
  /** A file with one name below `dir` per line. */
  readonly list: string | undefined
  readonly runs: number
  /** Also at a quarter and a sixteenth of the size. */
  readonly growth: boolean
}

/** Reads `--name value` and `--flag`; unknown names end the program with 2. */
export function parseOptions(words: readonly string[]): BenchOptions {
  const values = new Map<string, string>()
  for (let at = 0; at < words.length; at++) {
    const name = words[at] ?? ''
    if (name === '--json' || name === '--growth') values.set(name, 'yes')
    else if (['--dir', '--list', '--runs'].includes(name)) values.set(name, words[++at] ?? '')
    else {
      console.error(
        `Unknown option "${name}". Options: --json, --growth, --dir folder, --list file, --runs n.`,
      )
      process.exit(2)
    }
  }
  const runs = Number(values.get('--runs') ?? '5')
  return {
    json: values.has('--json'),
    growth: values.has('--growth'),
    dir: values.get('--dir'),
    list: values.get('--list'),
    runs: Number.isInteger(runs) && runs > 0 ? runs : 5,
  }
}
