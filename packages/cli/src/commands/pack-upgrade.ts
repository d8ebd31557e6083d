import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { listFlag } from '../command-line/parameter.ts'
import { readTexts } from '../input/key-values.ts'
import { agentArgument, providerArgument } from '../names/name-arguments.ts'
import { tableLines } from '../output/table.ts'
import { answerOf } from '../schemas/output-schema.ts'

const preset = listFlag('preset', 'Only this preset; all of them when absent')
const config = listFlag('config', 'A value that presets need: name=value')

export const command: Command = {
  summary: 'Brings the skills of a pack up to date, around what was edited',
  takes: [agentArgument, providerArgument, preset, config],
  output: answerOf('POST /api/v1/agents/{agentId}/integrations/{kind}/pack/upgrade'),
  example: 'pack upgrade front-desk stripe',
  run: async ({ get, api, names, terminal }) => {
    const path = {
      agentId: (await names.agent(get(agentArgument))).id,
      kind: (await names.provider(get(providerArgument))).id,
    }
    const [presets, values] = [get(preset), get(config)]
    const body = {
      ...(presets.length > 0 && { presets: [...presets] }),
      ...(values.length > 0 && { config: readTexts(values, '--config') }),
    }
    const { data } = unwrap(
      await api.POST('/api/v1/agents/{agentId}/integrations/{kind}/pack/upgrade', { params: { path }, body }),
    )
    const view = lines(
      tableLines(data.presets, ['preset', 'status', 'from', 'isEnabled', 'conflicts'], terminal.width),
    )
    return { data, view }
  },
}
