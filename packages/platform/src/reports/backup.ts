import { PlatformError } from '@bindery/model'
import { findFirstOrganization } from '@bindery/store'
import { readArchive } from '@bindery/store/backup'
import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { timestamp } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'

const tag = 'System'
const mediaType = 'application/vnd.bindery.backup'

const Archive = z
  .object({
    madeAt: timestamp.describe('The snapshot: what was written later is not in it'),
    version: z.string().describe('Of the Bindery that made it'),
    engine: z.string().describe('Version of its PostgreSQL; it may be restored into another one'),
    migration: z.string().describe('The last step of its schema'),
    epoch: z.int(),
    rows: z.int(),
    tables: z.array(z.object({ name: z.string(), rows: z.int() })),
  })
  .meta({ id: 'BackupContents' })

export const backupUseCases = {
  make: useCase({
    scope: 'keys:write',
    environment: 'every',
    tag,
    summary: 'An encrypted archive of the whole store, in one snapshot; calls go on meanwhile',
    description:
      'For the organisation that the server was started with. It holds the rows of every organisation, and is opened by the master key of the server alone, which is not in it: keep that elsewhere. Restoring is a command of a stopped server, `npm run restore -- <file>`. One backup is made at a time, and one that nobody reads on for two minutes breaks off.',
    audit: { leaves: ['backup.made'] },
    takes: { content: z.strictObject({}).prefault({}) },
    example: {},
    output: z.unknown(),
    file: mediaType,
    errors: ['overloaded', 'storage_full'],
    run: async (_, { principal, signal, services }: Context<Needs<'backups' | 'now' | 'store'>>) => {
      await requireOperator(services, principal)
      // Told before the snapshot, so that the archive tells of itself.
      const tell = () =>
        services.store.run(principal.organizationId, (transaction) =>
          services.store.audit.append(transaction, principal.organizationId, {
            actor: principal.actor,
            action: 'backup.made',
            subject: 'store',
            detail: {},
          }),
        )
      const day = new Date(services.now()).toISOString().slice(0, 10)
      return { file: await services.backups.make(signal, tell), mediaType, name: `bindery-${day}.backup` }
    },
  }),

  verify: useCase({
    scope: 'keys:write',
    environment: 'every',
    tag,
    summary: 'Read an archive from beginning to end: whether it is whole, and what it holds',
    description:
      'The body is the archive. An archive that was cut, changed or added to is `backup_damaged`, another file or one of another master key `backup_foreign`. Nothing is stored. A body has two minutes to arrive; `npm run backup -- verify <file>` has no limit.',
    audit: { leaves: 'nothing', because: 'it only reads what it is sent' },
    takes: {},
    form: 'upload',
    output: Archive,
    errors: ['backup_foreign', 'backup_damaged'],
    run: async (_, { principal, upload, services }: Context<Needs<'store'>>) => {
      await requireOperator(services, principal)
      const { migrations, ...found } = await readArchive(upload, services.store.archiveKeys)
      return {
        data: {
          ...found,
          madeAt: new Date(found.madeAt),
          migration: migrations.at(-1) ?? '',
          tables: [...found.tables],
        },
      }
    },
  }),
}

/** How much the others have is theirs. Throws `insufficient_scope`. */
async function requireOperator(services: Needs<'store'>, { organizationId }: Principal): Promise<void> {
  const first = await services.store.run('platform', findFirstOrganization)
  if (first?.id === organizationId) return
  throw new PlatformError(
    'insufficient_scope',
    'A backup holds every organisation: use a key of the organisation that the server was started with.',
    { reason: 'operator_only' },
  )
}
