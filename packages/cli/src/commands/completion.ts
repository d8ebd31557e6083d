import { type Command, lines } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { completionScripts } from '../completion/scripts.ts'
import { usageError } from '../failures/cli-error.ts'
import { own, text } from '../schemas/output-schema.ts'

const names = Object.keys(completionScripts)
const shell = { ...argument('shell', 'Which shell'), choices: names }

export const command: Command = {
  summary: 'The script that makes Tab complete commands, flags and names',
  takes: [shell],
  output: own(text),
  example: 'completion bash',
  run: async ({ get }) => {
    const wanted = get(shell)
    const found = new Map(Object.entries(completionScripts)).get(wanted)
    if (found === undefined)
      throw usageError(`There is no script for "${wanted}".`, `Give one of ${names.join(', ')}.`)
    return { data: found, view: lines(found.trimEnd().split('\n')) }
  },
}
