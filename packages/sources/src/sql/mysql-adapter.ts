import { sqlAdapter } from './adapter.ts'
import { mysql } from './mysql.ts'

/** The `mysql` source kind. */
export const mysqlAdapter = sqlAdapter(mysql)
