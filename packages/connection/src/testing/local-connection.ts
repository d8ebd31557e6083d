import type { Connection } from '@bindery/model'
import { openConnection } from '../open-connection.ts'
import { localTarget } from './local-provider.ts'

/** The real door to a provider on loopback. */
export interface LocalConnection {
  readonly connection: Connection
  readonly close: () => Promise<void>
}

/** Opens it, with the guards and the credential that every other one has. */
export function openLocalConnection(baseUrl: string, credential: object): LocalConnection {
  const target = localTarget(baseUrl, { credential })
  return { connection: openConnection(target), close: () => target.egress.close() }
}
