import {
  createEgress,
  openConnection,
  nowhere,
  parseCredentials,
  parseEgressAllow,
  type SqlDialect,
} from '../../packages/connection/src/index.ts'
import type { TestServerAddress } from '../../packages/connection/src/testing/index.ts'
import type { Connection } from '../../packages/model/src/index.ts'

/** A connection to a database of this machine, with every guard that one of an organisation has. */
export function databaseConnection(
  dialect: SqlDialect,
  { host, port, user, password }: TestServerAddress,
  database: string,
): Connection {
  const allow = parseEgressAllow(`${host}/32:${port}`)
  const credential = parseCredentials(
    'sql',
    { host, port, user, password, database, sslmode: 'disable' },
    nowhere,
  )
  if (!allow.ok || !credential.ok) throw new TypeError('The address of the server cannot be used.')
  return openConnection({
    egress: createEgress({ policy: { allow: allow.value, plainHttp: 'listed' } }),
    key: 'bench/database/development',
    environment: 'development',
    baseUrl: '',
    dialect,
    credential: credential.value,
  })
}
