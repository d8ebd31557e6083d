import { executionChannels, executionStatuses } from '@bindery/client'
import { columns, type Command } from '../command.ts'
import { choiceFlag, numberFlag, textFlag } from '../command-line/parameter.ts'
import { listPages, pageFlags } from '../input/list-pages.ts'
import { agentFlag } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

const skill = textFlag('skill', 'Only calls of this skill of --agent', { names: 'skill' })
const status = choiceFlag('status', 'Only calls that ended so', executionStatuses)
const channel = choiceFlag('channel', 'Only calls that came this way', executionChannels)
const since = textFlag('since', 'Not before: 2027-01-18T09:00:00Z')
const until = textFlag('until', 'Before')
const slow = numberFlag('min-ms', 'Only calls that took as long', { least: 0, most: 3_600_000 })

export const command: Command = {
  summary: 'Lists calls of skills, newest first',
  takes: [agentFlag, skill, status, channel, since, until, slow, ...pageFlags],
  output: answerOf('GET /api/v1/executions'),
  example: 'activity list --agent front-desk --status failed',
  run: async (call) => {
    const filter = await filterOf(call)
    return listPages(
      call,
      (query) => call.api.GET('/api/v1/executions', { params: { query: { ...filter, ...query } } }),
      columns(
        'createdAt',
        'status',
        'record.functionName',
        'channel',
        'record.durationMs',
        'record.errorCode',
        'id',
      ),
    )
  },
}

async function filterOf({ get, names, settings }: Parameters<Command['run']>[0]) {
  const agentName = get(agentFlag)
  const agent = agentName === undefined ? undefined : await names.agent(agentName)
  const skillName = get(skill)
  const named =
    agent === undefined || skillName === undefined ? undefined : await names.skill(agent, skillName)
  const [ended, came, from, to, minMs] = [get(status), get(channel), get(since), get(until), get(slow)]
  return {
    ...(agent !== undefined && { agentId: agent.id }),
    ...(named !== undefined && { skillId: named.id }),
    ...(ended !== undefined && { status: ended }),
    ...(came !== undefined && { channel: came }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(minMs !== undefined && { minMs: String(minMs) }),
    ...(settings.env !== undefined && { environment: settings.env }),
  }
}
