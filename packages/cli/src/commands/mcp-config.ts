import { type Command, lines } from '../command.ts'
import { clientFlags, mergedConfig, wantedConfig } from '../mcp/served-agent.ts'
import { jsonText } from '../output/json-text.ts'
import { members, own, text } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'What a client of MCP needs to use an agent; writes nothing and holds no key',
  takes: [...clientFlags],
  output: own(members({ client: text, file: text, config: { type: 'object' } })),
  example: 'mcp config front-desk --client claude-code',
  run: async (call) => {
    const wanted = await wantedConfig(call)
    const { client, file, next } = wanted
    const config = mergedConfig({}, wanted)
    return {
      data: { client, file, config },
      view: lines(jsonText(config, 2).split('\n')),
      note: `Goes to ${file}. ${next}`,
    }
  },
}
