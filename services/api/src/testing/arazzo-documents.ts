import { z } from 'zod'
import { idOf, must, type StepsWorld } from './steps-world.ts'

const Issues = z.array(
  z.object({ code: z.string(), severity: z.string(), field: z.string(), message: z.string() }),
)
const Imported = z.object({
  workflows: z.array(
    z.object({
      workflowId: z.string(),
      skill: z
        .object({ id: z.string(), status: z.string(), isEnabled: z.boolean(), compiledHash: z.string() })
        .nullable(),
      binding: z.record(z.string(), z.json()).nullable(),
      issues: Issues,
      findings: Issues,
    }),
  ),
  issues: Issues,
})

/** Imports documents into agents of their own. */
export function importer(world: () => StepsWorld) {
  let agents = 0
  return {
    newAgent: async (name: string): Promise<string> =>
      idOf(await must(world().api('POST', '/agents', { body: { name: `${name} ${++agents}` } }))),
    importInto: async (agentId: string, document: unknown, sources: object = {}) => {
      const answer = await must(
        world().api('POST', `/agents/${agentId}/arazzo`, { body: { document, sources } }),
      )
      return Imported.parse(answer.data)
    },
  }
}

export const findPerson = {
  stepId: 'find-person',
  operationId: '$sourceDescriptions.people.findPeople',
  parameters: [{ name: 'phone', in: 'query', value: '$inputs.phoneNumber' }],
  successCriteria: [{ condition: '$statusCode == 200' }],
  outputs: { personId: '$response.body#/items/0/id', name: '$response.body#/items/0/name' },
}
export const listTickets = {
  stepId: 'list-tickets',
  operationPath: '{$sourceDescriptions.desk.url}#/paths/~1tickets/get',
  parameters: [
    { name: 'requester', in: 'query', value: '$steps.find-person.outputs.personId' },
    { name: 'status', in: 'query', value: 'open' },
  ],
  outputs: { found: '$response.body#/items' },
}
export const workflow = {
  workflowId: 'open-tickets',
  summary: 'Open tickets of a caller',
  description: 'Lists the open tickets of somebody who is known by telephone number.',
  inputs: {
    type: 'object',
    required: ['phoneNumber'],
    properties: { phoneNumber: { type: 'string', description: 'Of the caller', pattern: '^\\+' } },
  },
  steps: [findPerson, listTickets],
  outputs: { name: '$steps.find-person.outputs.name', tickets: '$steps.list-tickets.outputs.found' },
}
/** A document over both providers. */
export const description = (...workflows: readonly object[]) => ({
  arazzo: '1.0.1',
  info: { title: 'Desk', version: '1' },
  sourceDescriptions: [
    { name: 'people', url: './people.json', type: 'openapi' },
    { name: 'desk', url: './desk.json', type: 'openapi' },
  ],
  workflows,
})

/** A step that writes. */
export const closing = {
  stepId: 'close',
  operationId: '$sourceDescriptions.desk.closeTicket',
  parameters: [{ name: 'id', in: 'path', value: '$inputs.phoneNumber' }],
  requestBody: { contentType: 'application/json', payload: { reason: 'Solved for {$inputs.phoneNumber}' } },
}
