import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { memberLines, tableLines } from '../output/table.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'An agent with its skills, what is live and what would change',
  takes: [agentArgument],
  output: answerOf('GET /api/v1/agents/{agentId}/overview'),
  example: 'agent show front-desk',
  run: async ({ get, api, names, terminal }) => {
    const { id: agentId } = await names.agent(get(agentArgument))
    const { data } = unwrap(
      await api.GET('/api/v1/agents/{agentId}/overview', { params: { path: { agentId } } }),
    )
    const skills = data.skills.map(({ row, draftState, tests, tokens }) => ({
      ...row,
      draftState,
      tests: tests.failing === 0 ? String(tests.total) : `${tests.failing} of ${tests.total} fail`,
      tokens,
    }))
    const shown = [
      'functionName',
      'integration',
      'operation',
      'effect',
      'status',
      'isEnabled',
      'draftState',
      'tests',
    ]
    return {
      data,
      view: lines([
        ...memberLines({ ...data.agent, live: data.version?.number ?? 'not published' }),
        '',
        ...tableLines(skills, shown, terminal.width),
      ]),
    }
  },
}
