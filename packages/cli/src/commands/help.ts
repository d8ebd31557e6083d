import { type Command, lines, type Registry } from '../command.ts'
import { choiceFlag, restArguments } from '../command-line/parameter.ts'
import { helpLines } from '../help/help-lines.ts'
import { pathLines, treeLines, wholeMap } from '../help/map.ts'
import { lineText } from '../terminal/line.ts'
import { anything, own } from '../schemas/output-schema.ts'

const topic = restArguments('command', 'What to tell of; everything unless given')
const map = choiceFlag('map', 'All commands for a program', ['tree', 'paths', 'json'])

export const command: Command = {
  summary: 'Tells what there is, or of one command',
  takes: [topic, map],
  output: own(anything),
  example: 'help skill run',
  run: async ({ get, registry }) => {
    const kind = get(map)
    if (kind === 'json') {
      const data = await wholeMap(registry)
      return { data, view: lines(JSON.stringify(data, undefined, 2).split('\n')) }
    }
    const shown =
      kind === undefined ? await helpLines(registry, get(topic).join(' ')) : await listOf(registry, kind)
    return { data: shown.map((line) => lineText(line, 'plain')), view: lines(shown) }
  },
}

const listOf = (registry: Registry, kind: 'tree' | 'paths'): Promise<readonly string[]> =>
  kind === 'tree' ? treeLines(registry) : pathLines(registry)
