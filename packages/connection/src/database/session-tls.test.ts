import { PlatformError } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEgress } from '../egress/egress.ts'
import { openConnection } from '../open-connection.ts'
import { localCertificate } from '../testing/local-certificate.ts'
import { credentialOf, rulesOf } from '../testing/local-provider.ts'
import { otherCertificate } from '../testing/other-certificate.ts'
import { findTlsServer, type TlsServer } from '../testing/tls-server.ts'

const encrypted = {
  postgres: 'select ssl from pg_catalog.pg_stat_ssl where pid = pg_catalog.pg_backend_pid()',
  mysql:
    "select variable_value <> '' from information_schema.session_status where variable_name = 'ssl_cipher'",
}
const databases = { postgres: 'postgres', mysql: 'things' }
const own = { ca_pem: localCertificate.cert }
const other = { ca_pem: otherCertificate }

/** The certificate names 127.0.0.1 and not other.test, and nothing but itself vouches for it. */
const cases: readonly (readonly [what: string, change: object, outcome: string])[] = [
  ['require, without an authority', { sslmode: 'require' }, 'encrypted'],
  ['require, with the authority', { sslmode: 'require', ...own }, 'encrypted'],
  ['require, with another authority', { sslmode: 'require', ...other }, 'tls'],
  ['verify-ca, with the authority', { sslmode: 'verify-ca', ...own }, 'encrypted'],
  [
    'verify-ca, with the authority, under another name',
    { sslmode: 'verify-ca', host: 'other.test', ...own },
    'encrypted',
  ],
  ['verify-ca, with another authority', { sslmode: 'verify-ca', ...other }, 'tls'],
  ['verify-ca, with the authorities of the system', { sslmode: 'verify-ca' }, 'tls'],
  ['verify-full, with the authority', { sslmode: 'verify-full', ...own }, 'encrypted'],
  ['verify-full, under another name', { sslmode: 'verify-full', host: 'other.test', ...own }, 'tls'],
  ['verify-full, with another authority', { sslmode: 'verify-full', ...other }, 'tls'],
  ['verify-full, with the authorities of the system', { sslmode: 'verify-full' }, 'tls'],
  ['a wrong password, after TLS', { sslmode: 'verify-full', password: 'wrong', ...own }, 'authentication'],
  ['no TLS, which the server refuses', { sslmode: 'disable' }, 'authentication'],
]

describe.each(['postgres', 'mysql'] as const)('TLS to %s', (dialect) => {
  const start = findTlsServer(dialect)
  describe.skipIf(start === undefined)('on a server of its own', () => {
    let server: TlsServer

    beforeAll(async () => {
      if (start !== undefined) server = await start()
    })
    afterAll(() => server.stop())

    test.each(cases)('%s', async (_, change, outcome) => {
      const policy = { allow: rulesOf('127.0.0.1/32'), plainHttp: 'listed' as const }
      const egress = createEgress({ policy, lookup: () => Promise.resolve(['127.0.0.1']) })
      const connection = openConnection({
        egress,
        key: 'o/i/e',
        environment: 'production',
        baseUrl: '',
        dialect,
        credential: credentialOf({ ...server.address, database: databases[dialect], ...change }, '', 'sql'),
      })
      const statement = { text: encrypted[dialect], values: [], effect: 'read', maxRows: 1 } as const
      const found = await connection.database(statement, AbortSignal.timeout(60_000)).then(
        ({ rows }) => (['t', '1'].includes(rows[0]?.[0] ?? '') ? 'encrypted' : 'plain'),
        (error: unknown) => (error instanceof PlatformError ? error.details.reason : error),
      )
      await egress.close()
      expect(found).toBe(outcome)
    })
  })
})
