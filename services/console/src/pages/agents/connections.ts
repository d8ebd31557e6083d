interface Target {
  /** Of the server: `http://127.0.0.1:4400`. */
  readonly origin: string
  readonly agentId: string
  readonly agentName: string
}

interface Connection<Id extends string> {
  readonly id: Id
  /** A name of a product or protocol: never translated. */
  readonly name: string
  /** What is pasted; the key is a variable that the reader sets. */
  readonly write: (target: Target) => string
}

export type ConnectionId = 'claude-code' | 'json' | 'stdio' | 'http'

const endpointOf = ({ origin, agentId }: Target): string => `${origin}/mcp/agents/${agentId}`

/** A name that every client takes: letters, digits and dashes. */
const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'bindery'

/** Every way to call an agent, the commonest first. */
export const connections: readonly [Connection<ConnectionId>, ...Connection<ConnectionId>[]] = [
  {
    id: 'claude-code',
    name: 'Claude Code',
    write: (target) =>
      `claude mcp add --transport http ${slugOf(target.agentName)} ${endpointOf(target)} --header "Authorization: Bearer $BINDERY_KEY"`,
  },
  {
    id: 'json',
    name: 'mcp.json',
    write: (target) =>
      JSON.stringify(
        {
          mcpServers: {
            [slugOf(target.agentName)]: {
              type: 'http',
              url: endpointOf(target),
              headers: { Authorization: 'Bearer ${BINDERY_KEY}' },
            },
          },
        },
        undefined,
        2,
      ),
  },
  {
    id: 'stdio',
    name: 'stdio',
    write: ({ origin, agentId }) =>
      `BINDERY_API_KEY=$BINDERY_KEY npm run --silent mcp -- --agent ${agentId} --url ${origin}`,
  },
  {
    id: 'http',
    name: 'HTTP',
    write: ({ origin, agentId }) =>
      [
        '# the tools, in the form of OpenAI and of MCP',
        `curl -s -H "Authorization: Bearer $BINDERY_KEY" ${origin}/api/v1/agents/${agentId}/tools`,
        '# one call',
        `curl -s -H "Authorization: Bearer $BINDERY_KEY" -H 'Content-Type: application/json' \\`,
        `  -d '{"params": {}}' ${origin}/api/v1/agents/${agentId}/skills/<skillId>/execute`,
      ].join('\n'),
  },
]
