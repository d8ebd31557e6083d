import { unwrap } from '@bindery/client'
import { columns, type Command } from '../command.ts'
import { listFlag } from '../command-line/parameter.ts'
import { readTexts } from '../input/key-values.ts'
import { agentArgument, providerArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

const preset = listFlag('preset', 'Only this preset; all of them when absent')
const config = listFlag('config', 'A value that presets need: name=value')

export const command: Command = {
  summary: 'Gives an agent the skills of a pack; what is there stays',
  takes: [agentArgument, providerArgument, preset, config],
  output: answerOf('POST /api/v1/agents/{agentId}/integrations/{kind}/pack/install'),
  example: 'pack install front-desk stripe',
  run: async ({ get, api, names }) => {
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
      await api.POST('/api/v1/agents/{agentId}/integrations/{kind}/pack/install', { params: { path }, body }),
    )
    return {
      data,
      view: columns(
        'preset',
        'created',
        'updated',
        'skill.functionName',
        'skill.isEnabled',
        'skipped.reason',
      ),
    }
  },
}
