import { expect, it } from 'vitest'
import { z } from 'zod'
import { migrate } from '../database/migrate.ts'
import { listAllowedOrigins } from '../tables/credential-origins.ts'
import { parseRows } from '../rows.ts'
import { openEmptyDatabase } from '../testing/embedded-template.ts'
import { credentialOrigins } from './021-credential-origins.ts'
import { migrations } from './index.ts'

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`

const before = `
insert into organizations (id, slug, name) values ('${id(1)}', 'old', 'Old');
insert into secrets (organization_id, id, name, sealed) values ('${id(1)}', '${id(2)}', 's', 'x'), ('${id(1)}', '${id(3)}', 'unused', 'x');
insert into auth_connectors (organization_id, id, name, type)
  values ('${id(1)}', '${id(4)}', 'c', 'bearer'), ('${id(1)}', '${id(5)}', 'unused', 'bearer');
insert into auth_connector_environments (organization_id, connector_id, environment)
  select '${id(1)}', '${id(4)}', name from (values ('production'), ('staging')) as slot (name);
insert into secret_references (organization_id, connector_id, environment, member, secret_id)
  values ('${id(1)}', '${id(4)}', 'production', 'access_token', '${id(2)}');
insert into integrations (organization_id, id, kind, name, type, source)
  select '${id(1)}', made::uuid, made, 'X', 'openapi', '{}' from (values ('${id(6)}'), ('${id(7)}')) as made (made);
insert into integration_environments (organization_id, integration_id, environment, base_url, auth_connector_id, sealed)
  values ('${id(1)}', '${id(6)}', 'production', 'https://API.Desk.example:443/v1?x=1', '${id(4)}', null),
    ('${id(1)}', '${id(6)}', 'staging', 'http://staging.desk.example:8080', null, 'own'),
    ('${id(1)}', '${id(7)}', 'production', 'sql:', null, 'own');
insert into agents (organization_id, id, name, dynamic_context)
  values ('${id(1)}', '${id(8)}', 'desk', '{"url": "https://context.example/a", "authConnectorId": "${id(4)}"}');
`

it('lets credentials go where they go today, and those that nobody uses nowhere', async () => {
  const database = await openEmptyDatabase()
  const { knex } = database
  try {
    const earlier = migrations.slice(0, migrations.indexOf(credentialOrigins))
    await migrate(knex, earlier)
    await knex.raw(before)
    await migrate(knex, [...earlier, credentialOrigins])
    const lists = await knex.transaction(async (transaction) => ({
      connectors: await listAllowedOrigins(transaction, 'auth_connector', [id(4), id(5)]),
      secrets: await listAllowedOrigins(transaction, 'secret', [id(2), id(3)]),
    }))
    expect(lists).toEqual({
      connectors: [
        { ownerId: id(4), environment: 'production', origin: 'https://api.desk.example' },
        { ownerId: id(4), environment: 'production', origin: 'https://context.example' },
        { ownerId: id(4), environment: 'staging', origin: 'https://context.example' },
      ],
      secrets: [
        { ownerId: id(2), environment: 'production', origin: 'https://api.desk.example' },
        { ownerId: id(2), environment: 'production', origin: 'https://context.example' },
      ],
    })
    const own = await knex.raw(
      'select base_url, credential_origin as origin from integration_environments order by 1',
    )
    expect(parseRows(z.object({ origin: z.string().nullable() }), own).map(({ origin }) => origin)).toEqual([
      'http://staging.desk.example:8080',
      null,
      null,
    ])
  } finally {
    await database.close()
  }
})
