import { CLIENT_CAPABILITIES_META_KEY, type Server, type ServerContext } from '@modelcontextprotocol/server'
import { z } from 'zod'

/** What a request of the stateless revision says of its client. */
const Envelope = z.object({
  [CLIENT_CAPABILITIES_META_KEY]: z.object({ elicitation: z.looseObject({}).optional() }),
})

/** Whether the client of a request can put a question to its person: said with the request, or in the handshake before. */
export function canAsk(server: Server, { mcpReq }: ServerContext): boolean {
  const envelope = Envelope.safeParse(mcpReq.envelope)
  const declared = envelope.success
    ? envelope.data[CLIENT_CAPABILITIES_META_KEY]
    : server.getClientCapabilities()
  return declared?.elicitation !== undefined
}
