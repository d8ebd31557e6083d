import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Proves that no entry of the log was changed or removed',
  takes: [],
  output: answerOf('GET /api/v1/audit/verify'),
  example: 'audit verify',
  run: async ({ api }) => {
    const { data } = unwrap(await api.GET('/api/v1/audit/verify'))
    return { data, ...(data.status === 'broken' && { exit: 'unexpected' }) }
  },
}
