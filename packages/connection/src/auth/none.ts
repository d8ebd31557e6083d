import { z } from 'zod'
import { authMethod } from './auth-method.ts'

/** For providers that ask for nothing. */
export const none = authMethod({
  name: 'none',
  title: 'No authorisation',
  hallmark: '',
  secrets: [],
  schema: z.strictObject({}),
  credential: () => ({ secrets: [], reservedHeaders: new Set(), apply: (request) => request }),
})
