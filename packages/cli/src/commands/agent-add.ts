import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { argument, textFlag } from '../command-line/parameter.ts'
import { answerOf } from '../schemas/output-schema.ts'

const name = argument('name', 'Its name')
const description = textFlag('description', 'What it does')
const timezone = textFlag('timezone', 'Whose today it is: Europe/Amsterdam')

export const command: Command = {
  summary: 'Adds an agent without skills',
  takes: [name, description, timezone],
  output: answerOf('POST /api/v1/agents'),
  example: 'agent add front-desk --timezone Europe/Amsterdam',
  run: async ({ get, api }) => {
    const [text, zone] = [get(description), get(timezone)]
    const { data } = unwrap(
      await api.POST('/api/v1/agents', {
        body: {
          name: get(name),
          ...(text !== undefined && { description: text }),
          ...(zone !== undefined && { timezone: zone }),
        },
      }),
    )
    return { data }
  },
}
