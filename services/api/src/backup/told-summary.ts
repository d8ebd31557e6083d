import type { ArchiveSummary } from '@bindery/store/backup'

/** What an archive holds, for somebody at a terminal. */
export function tellSummary({
  madeAt,
  version,
  engine,
  epoch,
  migrations,
  tables,
  rows,
}: ArchiveSummary): string {
  const counted = tables
    .filter((table) => table.rows > 0)
    .map((table) => `  ${table.name}: ${table.rows}`)
    .join('\n')
  return [
    `Made at ${madeAt} by Bindery ${version} on PostgreSQL ${engine}, in epoch ${epoch}; schema as of ${migrations.at(-1) ?? 'nothing'}.`,
    `${rows} rows in ${tables.length} tables:`,
    counted,
    '',
  ].join('\n')
}
