import type { Knex } from 'knex'
import { z } from 'zod'
import { parseFirstRow } from '../rows.ts'

/**
 * How the files of a cluster are copied while it goes on, as PostgreSQL's own base backups are: files that change meanwhile are
 * made consistent by the log of writes, which is copied last and read when the copy is opened.
 */
export interface ClusterCopying {
  /** Where the files are. */
  readonly folder: string
  /** Before any file is copied. One copy at a time. */
  begin(): Promise<void>
  /** After all files but those of the log have been: what the copy begins with, in a file `backup_label` of its own. */
  end(): Promise<string>
}

const LabelRow = z.object({ labelfile: z.string() })

/** Asked on the connection of the login: the roles of tenants may not. */
export const clusterCopying = (database: Knex, folder: string): ClusterCopying => ({
  folder,
  begin: async () => {
    await database.raw("select pg_backup_start('bindery', true)")
  },
  end: async () =>
    LabelRow.parse(
      parseFirstRow(
        LabelRow,
        await database.raw('select labelfile from pg_backup_stop(wait_for_archive => false)'),
      ),
    ).labelfile,
})
