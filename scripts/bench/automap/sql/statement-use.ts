import type { SqlDialect } from '../../../../packages/connection/src/index.ts'

/** What a statement of a dump is to somebody who wants its tables only. */
export type StatementUse = 'schema' | 'left_out'

/** Rows, transactions, rights and what concerns the whole server. */
const leftOut =
  /^(?:insert|copy|update|delete|truncate|with|merge|call|refresh|vacuum|analyze|explain|cluster|reindex|begin|commit|rollback|start|end|savepoint|lock|unlock|notify|listen|prepare|execute|declare|fetch|grant|revoke|use|show|set\s+(?:local\s+)?(?:role|session)|(?:create|drop|alter)\s+(?:database|role|user|group|tablespace|publication|subscription|event\s+trigger)|alter\s+default\s+privileges|alter\s[\s\S]*\bowner\s+to\b|security\s+label)\b/i

/** On a server that is not ours alone nothing runs but what makes tables. */
const mysqlTables =
  /^(?:create\s+(?:temporary\s+)?table|alter\s+(?:ignore\s+)?table|create\s+(?:unique\s+|fulltext\s+|spatial\s+)?index|create\s+(?:or\s+replace\s+)?(?:algorithm\s*=\s*\w+\s+|definer\s*=\s*\S+\s+|sql\s+security\s+\w+\s+)*view)\s/i

export function useOf(statement: string, dialect: SqlDialect): StatementUse {
  if (dialect === 'mysql') {
    const plain = unwrapComments(statement)
    return mysqlTables.test(plain) && !namesOtherDatabase(plain) ? 'schema' : 'left_out'
  }
  if (/^select\b/i.test(statement))
    return /^select\s+(?:pg_catalog\.)?set_config\s*\(/i.test(statement) ? 'schema' : 'left_out'
  return leftOut.test(statement) ? 'left_out' : 'schema'
}

/** What MySQL reads of comments that begin with `!`. */
export const unwrapComments = (statement: string): string =>
  statement.replaceAll(/\/\*!\d*([\s\S]*?)\*\//g, ' $1 ').trim()

/** Whether what is made or changed is written with the name of a database. */
function namesOtherDatabase(statement: string): boolean {
  const target =
    /\b(?:table|view|on)\s+(?:if\s+not\s+exists\s+)?(?:`[^`]*`|[\w$]+)\s*(\.?)/i.exec(statement)?.[1] ?? ''
  return target === '.'
}

/** Takes the name that a dump of MySQL gives its own database off its tables, since they go into another. */
export function withoutOwnName(statements: readonly string[]): readonly string[] {
  const names = new Set(
    statements.flatMap((statement) => {
      const [, quoted, bare] = ownName.exec(unwrapComments(statement)) ?? []
      return quoted ?? bare ?? []
    }),
  )
  if (names.size === 0) return statements
  const any = [...names].map((name) => name.replaceAll(/[^\w]/g, String.raw`\$&`)).join('|')
  const qualifier = new RegExp(String.raw`(?<![\w\`.'"])(?:\`(?:${any})\`|(?:${any}))\s*\.\s*(?=[\w\`])`, 'g')
  return statements.map((statement) => statement.replaceAll(qualifier, ''))
}

const ownName = /^(?:use|create\s+(?:database|schema)(?:\s+if\s+not\s+exists)?)\s+(?:`([^`]+)`|([^`\s;]+))/i
