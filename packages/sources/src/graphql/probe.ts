import type { Connection } from '@bindery/model'
import { executeCall } from './execute.ts'
import type { Plan } from './plan.ts'

/** The smallest query that every server answers. */
const plan: Plan = {
  document: 'query probe { __typename }',
  operationName: 'probe',
  rootField: '__typename',
  variables: [],
  errorChannels: [],
  aliases: [],
  cost: 1,
}

/** Asks a server for the name of its root type. Throws what a call throws. */
export async function probeServer(connection: Connection, signal: AbortSignal): Promise<void> {
  const call = { operation: 'probe', effect: 'read', plan, arguments: {}, maxResponseBytes: 65_536 } as const
  await executeCall(call, connection, signal)
}
