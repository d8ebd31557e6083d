import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { memberLines, tableLines } from '../output/table.ts'
import { answerOf } from '../schemas/output-schema.ts'

const operation = argument('operation', 'The operation by its name')

export const command: Command = {
  summary: 'An operation of a provider: what it does, takes and returns',
  takes: [providerArgument, operation],
  output: answerOf('GET /api/v1/integrations/{kind}/operations/{operation}'),
  example: 'schema operation clinic searchPatients',
  run: async ({ get, api, names, terminal }) => {
    const { id: kind } = await names.provider(get(providerArgument))
    const path = { kind, operation: get(operation) }
    const { data } = unwrap(
      await api.GET('/api/v1/integrations/{kind}/operations/{operation}', { params: { path } }),
    )
    const { name, title, description, effect, availability, returns } = data
    const because = data.effectEvidence[0]?.because
    const reasons = availability.reasons.map(({ message }) => message)
    const shown = ['name', 'place', 'type', 'required', 'sensitivityClass', 'description']
    return {
      data,
      view: lines([
        ...memberLines({
          name,
          title,
          description,
          effect,
          because,
          availability: availability.status,
          reasons,
        }),
        ...memberLines({ returns: returns === null ? 'nothing' : returns.type }),
        '',
        ...tableLines(data.arguments, shown, terminal.width),
      ]),
    }
  },
}
