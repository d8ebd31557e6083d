import { type Connection, type Environment, PlatformError, type SqlRows } from '@bindery/model'
import { rightsProbe, type SqlDialect, type TableAccess, toHeldAccess } from '@bindery/sources'
import type { IntegrationWithSlots } from '../kernel/find-integration.ts'
import { openIntegration } from '../integrations/open-integration.ts'
import type { Needs } from '../kernel/needs.ts'

/** What the user of a database may do, as the database itself says. */
export type HeldRights =
  | {
      readonly status: 'probed'
      readonly user: string
      readonly access: readonly TableAccess[]
      /** Rights that no skill ever needs, such as `delete on public.orders` or `superuser`. */
      readonly others: readonly string[]
      /** There are more than were read. */
      readonly isPartial: boolean
    }
  | { readonly status: 'unknown'; readonly reason: string }

export interface RightsQuestion {
  readonly found: IntegrationWithSlots
  readonly environment: Environment
  readonly dialect: SqlDialect
}

const mostRows = 50_000

/** Asks the database in a session for reading. A database that cannot be asked is an answer too. */
export async function probeRights(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  { found, environment, dialect }: RightsQuestion,
): Promise<HeldRights> {
  const { organizationId, kind: integration } = found.integration
  const probe = rightsProbe(dialect)
  try {
    const connection = await openIntegration(services, { organizationId, integration, environment })
    const columns = await read(connection, probe.columns)
    const others = await read(connection, probe.others)
    const user = await read(connection, probe.user)
    return {
      status: 'probed',
      user: user.rows[0]?.[0] ?? '',
      access: toHeldAccess(columns.rows),
      others: [...new Set(others.rows.flatMap(([right]) => right ?? []))].sort(),
      isPartial: columns.isTruncated === true || others.isTruncated === true,
    }
  } catch (error) {
    if (error instanceof PlatformError) return { status: 'unknown', reason: error.message }
    throw error
  }
}

function read(connection: Connection, text: string): Promise<SqlRows> {
  const statement = { text, values: [], effect: 'read', maxRows: mostRows } as const
  return connection.database(statement, AbortSignal.timeout(10_000))
}
