import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { memberLines, tableLines } from '../output/table.ts'
import { answerOf } from '../schemas/output-schema.ts'

const object = argument('object', 'The object by its name')

export const command: Command = {
  summary: 'An object of a provider: its fields, how sensitive they are, its relations',
  takes: [providerArgument, object],
  output: answerOf('GET /api/v1/integrations/{kind}/objects/{object}'),
  example: 'schema object clinic Patient',
  run: async ({ get, api, names, terminal }) => {
    const { id: kind } = await names.provider(get(providerArgument))
    const path = { kind, object: get(object) }
    const { data } = unwrap(
      await api.GET('/api/v1/integrations/{kind}/objects/{object}', { params: { path } }),
    )
    const { name, label, description, operations, fields, edges } = data
    const shown = ['name', 'type', 'required', 'sensitivityClass', 'description']
    return {
      data,
      view: lines([
        ...memberLines({ name, label, description, operations, related: edges.map(({ to }) => to.object) }),
        '',
        ...tableLines(fields, shown, terminal.width),
      ]),
    }
  },
}
