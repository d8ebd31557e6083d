import { isWrite } from '@bindery/model'
import type { Rule } from './rule.ts'

/** `read_only_connection`: a connection that may only read is not asked to write. */
export const readOnlyConnection: Rule = ({ connection, operation, report }) => {
  if (!connection.isReadOnly || !isWrite(operation.effect)) return
  report({
    code: 'read_only_connection',
    severity: 'error',
    path: ['operation'],
    message: `"${operation.name}" writes, but the connection may only read. Connect with credentials that may write, or bind a read.`,
  })
}
