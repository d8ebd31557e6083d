import { globalParameters } from '../command-line/global-flags.ts'
import { type Parameter, writtenAs } from '../command-line/parameter.ts'
import { lineText } from '../terminal/line.ts'
import { registry } from '../registry.ts'
import { exitLines, loadCommand } from './help-lines.ts'
import { treeLines } from './map.ts'
import type { OutputSchema } from '../schemas/output-schema.ts'

/** The tree of commands as a block of a document. */
export const treeBlock = async (): Promise<string> =>
  `\`\`\`text\n${(await treeLines(registry)).join('\n')}\n\`\`\`\n`

/** How a command is typed, without its flags. */
export async function commandLine(path: string): Promise<string> {
  const { takes } = await loadCommand(registry, path)
  return ['bindery', path, ...takes.filter(({ kind }) => kind === 'argument').map(writtenAs)].join(' ')
}

/** The page of every command: what it takes, an example, and what it answers. */
export async function commandPage(): Promise<string> {
  const entries = await Promise.all(Object.keys(registry).map(entryOf))
  const flags = globalParameters.map(parameterLine)
  const exits = exitLines()
    .slice(1)
    .map((line) => lineText(line, 'plain'))
  return [
    '# Commands',
    '',
    'Written from the registry by `write-pages.ts`; `bindery help <command>` says the same.',
    '',
    ...entries.flat(),
    '## Flags of every command',
    '',
    ...flags,
    '',
    '## Exit codes',
    '',
    '```text',
    ...exits,
    '```',
    '',
  ].join('\n')
}

async function entryOf(path: string): Promise<readonly string[]> {
  const { summary, takes, example, output } = await loadCommand(registry, path)
  return [
    `## ${path}`,
    '',
    `${summary}. ${answered(output)}`,
    '',
    '```sh',
    await commandLine(path),
    `bindery ${example}`,
    '```',
    '',
    ...takes.map(parameterLine),
    ...(takes.length > 0 ? [''] : []),
  ]
}

const answered = (output: OutputSchema): string =>
  output.from === 'answer'
    ? `Answers what \`${output.of}\` does.`
    : 'Its shape is in `bindery help --map json`.'

function parameterLine(parameter: Parameter<unknown>): string {
  const { summary, short, choices } = parameter
  const letter = short === undefined ? '' : `\`-${short}\`, `
  const list = choices === undefined ? '' : `: ${choices.map((choice) => `\`${choice}\``).join(', ')}`
  return `- ${letter}\`${writtenAs(parameter)}\`: ${summary}${list}`
}
