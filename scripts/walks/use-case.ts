import { check, tests, type Walk, writeHttpSurface } from './walk.ts'

const room = 'packages/platform/src/reports'
const routes = 'services/api/src/routes'

const useCases = `import { auditActions } from '@bindery/store'
import { z } from 'zod'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

export const auditWordUseCases = {
  search: useCase({
    scope: 'logs:read',
    environment: 'none',
    tag: 'Audit',
    summary: 'Which words may stand under \`action\` in the audit log',
    takes: { content: z.strictObject({ text: z.string().min(1).max(100) }) },
    example: { text: 'agent' },
    output: z.array(z.string()),
    run: async ({ content }, _context: Context<Needs<'store'>>) => ({
      data: auditActions.filter((action) => action.includes(content.text)),
    }),
  }),
}
`

/** It takes content, so that the walk holds all that a route may need. */
export const useCase: Walk = {
  heading: 'Use case and its route',
  names: { room: 'reports', subject: 'audit-words' },
  changes: [
    { file: `${room}/audit-words.ts`, is: useCases },
    {
      file: `${room}/index.ts`,
      before: 'export { lineageUseCases',
      text: `export { auditWordUseCases } from './audit-words.ts'\n`,
    },
    {
      file: `${routes}/index.ts`,
      imports: `import { auditWordUseCases } from '@bindery/platform/reports'\n`,
    },
    {
      file: `${routes}/index.ts`,
      list: 'const routes: readonly Mounted<Services>[]',
      text: `  route('POST', '/audit/words', auditWordUseCases.search),\n`,
    },
  ],
  runs: [check('public-surface', '--write'), writeHttpSurface],
  proofs: [tests([`${routes}/every-route.test.ts`], 'POST /audit/words')],
}
