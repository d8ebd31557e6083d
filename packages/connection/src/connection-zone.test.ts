import { expect, test } from 'vitest'
import { nowhere } from './auth/reach.ts'
import { parseCredentials } from './auth/registry.ts'
import { createEgress } from './egress/egress.ts'
import { openConnection } from './open-connection.ts'
import { openPreviewConnection } from './preview-connection.ts'

const login = { host: 'db.example.com', database: 'shop', user: 'reader', password: 's3cr3t-value' }

/** The zone that a connection and its preview tell. */
function zonesOf(declared: { readonly credential?: string | null; readonly environment?: string }) {
  const parsed = parseCredentials('sql', { ...login, timezone: declared.credential }, nowhere)
  if (!parsed.ok) throw new TypeError('The credential must fit.')
  const target = {
    egress: createEgress({ policy: { allow: [], plainHttp: 'listed' } }),
    key: 'organisation/integration/production',
    environment: 'production',
    baseUrl: '',
    dialect: 'postgres',
    credential: parsed.value,
    timezone: declared.environment,
  } as const
  return [openConnection(target).timezone, openPreviewConnection(target).timezone]
}

test.each([
  ['of the environment, before that of the credential', 'Europe/Amsterdam', 'Asia/Tokyo', 'Asia/Tokyo'],
  ['of the credential', 'Europe/Amsterdam', undefined, 'Europe/Amsterdam'],
  ['none where none is declared', null, undefined, undefined],
])('the zone of a database is that %s', (...[, credential, environment, expected]) => {
  const declared = environment === undefined ? { credential } : { credential, environment }
  expect(zonesOf(declared)).toEqual([expected, expected])
})
