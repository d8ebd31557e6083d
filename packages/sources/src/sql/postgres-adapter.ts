import { sqlAdapter } from './adapter.ts'
import { postgres } from './postgres.ts'

/** The `postgres` source kind. */
export const postgresAdapter = sqlAdapter(postgres)
