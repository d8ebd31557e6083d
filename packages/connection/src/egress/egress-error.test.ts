import { expect, test } from 'vitest'
import { egressBlocked, type EgressBlockReason } from './egress-error.ts'

const reasons: readonly EgressBlockReason[] = [
  'not_a_url',
  'scheme',
  'userinfo',
  'port',
  'plain_http',
  'local_name',
  'metadata_address',
  'not_an_address',
  'private_address',
  'plain_database',
  'rebound',
]

test('every refusal names the host and what to do, and never an address behind a name', () => {
  expect(reasons.map((reason) => egressBlocked(reason, 'desk.example').message)).toMatchInlineSnapshot(`
    [
      ""desk.example" is not an absolute URL: write it as https://host/path.",
      ""desk.example" does not begin with https://.",
      ""desk.example" holds a user name or password: set the credential of the connection instead.",
      ""desk.example" has a port that cannot be used: use 1 to 65535.",
      ""desk.example" may not be reached over plain http: use https. The operator of this server can allow it with BINDERY_EGRESS_ALLOW, for example "10.1.2.3/32:8080".",
      ""desk.example" is a name of a private network, which is not reachable. The operator of this server can allow it with BINDERY_EGRESS_ALLOW, for example "10.1.2.3/32:8080".",
      ""desk.example" is a metadata or link-local address, which is never reachable.",
      ""desk.example" is not on the public internet. The operator of this server can allow it with BINDERY_EGRESS_ALLOW, for example "10.1.2.3/32:8080".",
      ""desk.example" is not on the public internet. The operator of this server can allow it with BINDERY_EGRESS_ALLOW, for example "10.1.2.3/32:8080".",
      ""desk.example" may not be reached without TLS: use the sslmode verify-full, verify-ca or require. The operator of this server can allow it with BINDERY_EGRESS_ALLOW, for example "10.1.2.3/32:8080".",
      ""desk.example" led to another address than the one that was checked; nothing was sent.",
    ]
  `)
})

test.each(reasons)('the refusal for %s says its reason, and that nothing left', (reason) => {
  expect(egressBlocked(reason)).toMatchObject({ code: 'egress_blocked', details: { reason, sent: 'no' } })
})

test('a refusal without a host still is a sentence', () => {
  expect(egressBlocked('not_a_url').message).toBe(
    'The address is not an absolute URL: write it as https://host/path.',
  )
})
