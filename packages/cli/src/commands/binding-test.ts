import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { choiceFlag, listFlag } from '../command-line/parameter.ts'
import { bindingFile, readBinding } from '../input/binding-file.ts'
import { readKeyValues } from '../input/key-values.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { jsonText } from '../output/json-text.ts'
import { answerOf } from '../schemas/output-schema.ts'

const input = listFlag('input', 'A parameter: name=text, or name:=json', { short: 'i' })
const from = choiceFlag(
  'from',
  'Shows the request (preview), or calls the provider (call: reads in development)',
  ['preview', 'call'],
)

export const command: Command = {
  summary: 'Tries a binding that need not be saved',
  takes: [agentArgument, bindingFile, input, from],
  output: answerOf('POST /api/v1/agents/{agentId}/bindings/try'),
  example: 'binding test front-desk find.yaml -i caller_phone=+31612345678 --from call',
  dryRun: 'own',
  run: async (call) => {
    const { get, api, names, settings } = call
    const { id: agentId } = await names.agent(get(agentArgument))
    const binding = await readBinding(call, get(bindingFile))
    const how = settings.sending === 'dry-run' ? 'preview' : (get(from) ?? 'preview')
    const { data } = unwrap(
      await api.POST('/api/v1/agents/{agentId}/bindings/try', {
        params: { path: { agentId } },
        body: {
          binding,
          params: { ...readKeyValues(get(input), '--input') },
          from: how,
          ...(settings.env !== undefined && { environment: settings.env }),
        },
      }),
    )
    const errors = [...data.errors, ...(data.error?.errors ?? [])]
    return {
      data,
      view: lines([
        ...errors.map(({ field, code, message }) => `${field} ${code} ${message}`),
        ...(data.error === undefined ? [] : [`${data.error.code} ${data.error.message}`]),
        ...jsonText(data.output ?? data.request ?? {}, 2).split('\n'),
      ]),
      ...(!data.valid && { exit: 'invalid' }),
      ...(data.valid && data.error !== undefined && { exit: 'upstream' }),
    }
  },
}
