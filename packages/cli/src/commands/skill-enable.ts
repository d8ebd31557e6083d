import { acknowledgements, unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { listFlag } from '../command-line/parameter.ts'
import { usageError } from '../failures/cli-error.ts'
import { agentArgument, skillArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

const acknowledge = {
  ...listFlag('acknowledge', 'What you know of it; the server says which are needed'),
  choices: acknowledgements,
}

export const command: Command = {
  summary: 'Lets agents call a skill, after what it asks you to acknowledge',
  takes: [agentArgument, skillArgument, acknowledge],
  output: answerOf('PATCH /api/v1/agents/{agentId}/skills/{skillId}'),
  example: 'skill enable front-desk book_appointment --acknowledge write',
  run: async ({ get, api, names }) => {
    const agent = await names.agent(get(agentArgument))
    const { id: skillId, name } = await names.skill(agent, get(skillArgument))
    const { data, warnings } = unwrap(
      await api.PATCH('/api/v1/agents/{agentId}/skills/{skillId}', {
        params: { path: { agentId: agent.id, skillId } },
        body: { isEnabled: true, acknowledge: get(acknowledge).flatMap(readWords) },
      }),
    )
    return { data, warnings: warnings ?? [], note: `"${name}" is enabled; publish to make it live.` }
  },
}

const readWords = (text: string) => text.split(',').map(readWord)

function readWord(text: string): (typeof acknowledgements)[number] {
  const found = acknowledgements.find((one) => one === text.trim())
  if (found !== undefined) return found
  throw usageError(`--acknowledge takes ${acknowledgements.join(', ')}, not "${text}".`)
}
