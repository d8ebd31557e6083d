import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { jsonText } from '../output/json-text.ts'
import { answerOf } from '../schemas/output-schema.ts'

const execution = argument('execution', 'The call by its id')

export const command: Command = {
  summary: 'A call of a skill: its gates, what was sent and answered, and how long it took',
  takes: [execution],
  output: answerOf('GET /api/v1/executions/{executionId}'),
  example: 'activity show 01a22e2b-cada-7772-8615-e2798933202f',
  run: async ({ get, api }) => {
    const path = { executionId: get(execution) }
    const { data } = unwrap(await api.GET('/api/v1/executions/{executionId}', { params: { path } }))
    return { data, view: lines(jsonText(data, 2).split('\n')) }
  },
}
