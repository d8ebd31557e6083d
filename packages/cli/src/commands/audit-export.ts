import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { own, text } from '../schemas/output-schema.ts'
import { auditFilter, auditFlags } from './audit-list.ts'

export const command: Command = {
  summary: 'The log as a table for spreadsheets, 100,000 entries at most',
  takes: [...auditFlags],
  output: own(text),
  example: 'audit export --since 2027-01-01T00:00:00Z',
  run: async ({ get, api }) => {
    const table = unwrap(
      await api.GET('/api/v1/audit', {
        params: { query: auditFilter(get) },
        headers: { accept: 'text/csv' },
        parseAs: 'text',
      }),
    )
    const data = String(table)
    return { data, view: lines(data.trimEnd().split(/\r?\n/)) }
  },
}
