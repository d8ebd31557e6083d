import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { switchFlag, textFlag } from '../command-line/parameter.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { changeLines } from '../output/change-lines.ts'
import { answerOf } from '../schemas/output-schema.ts'

const note = textFlag('note', 'What this version is for')
const failing = switchFlag('allow-failing-tests', 'Publishes although tests of a skill fail')

export const command: Command = {
  summary: 'Makes the draft of an agent live, after showing what changes',
  takes: [agentArgument, note, failing],
  output: answerOf('POST /api/v1/agents/{agentId}/publish'),
  example: 'agent publish front-desk --note "finds callers" --yes',
  run: async ({ get, api, lookups, names, reader, terminal }) => {
    const agent = await names.agent(get(agentArgument))
    const path = { agentId: agent.id }
    const report = unwrap(
      await lookups.GET('/api/v1/agents/{agentId}/prepublish-report', { params: { path } }),
    ).data
    for (const line of changeLines(report.changes)) terminal.say(line)
    for (const { message } of report.warnings) terminal.say([{ style: 'yellow', text: 'warning: ' }, message])
    await reader.agree(`Publish "${agent.name}"?`)
    const text = get(note)
    const { data } = unwrap(
      await api.POST('/api/v1/agents/{agentId}/publish', {
        params: { path },
        body: {
          // What was shown is what is published: a draft that was changed meanwhile is refused.
          draftHash: report.draftHash,
          ...(text !== undefined && { note: text }),
          ...(get(failing) && { acknowledge: ['failing_tests'] }),
        },
      }),
    )
    return { data, note: `Version ${data.number} of "${agent.name}" is live.` }
  },
}
