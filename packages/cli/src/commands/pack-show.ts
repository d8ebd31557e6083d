import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { memberLines, tableLines } from '../output/table.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'The pack of a provider: its presets and what they need',
  takes: [providerArgument],
  output: answerOf('GET /api/v1/integrations/{kind}/pack'),
  example: 'pack show stripe',
  run: async ({ get, api, terminal }) => {
    // A pack is there before its provider is added, so the name is asked for as it is.
    const path = { kind: get(providerArgument) }
    const { data } = unwrap(await api.GET('/api/v1/integrations/{kind}/pack', { params: { path } }))
    const { kind, pack, version, displayName, presets } = data
    return {
      data,
      view: lines([
        ...memberLines({ kind, pack, version, displayName }),
        '',
        ...tableLines(presets, ['slug', 'effect', 'important', 'toolName', 'description'], terminal.width),
      ]),
    }
  },
}
