import { parseSync, Visitor } from 'oxc-parser'

/** Tables that row-level security fences by organisation, by the statements that made them. */
export function tenantTables(migrations: readonly { readonly sql: string }[]): ReadonlySet<string> {
  const sql = migrations.map((step) => step.sql).join('\n')
  const namesIn = (pattern: RegExp) => [...sql.matchAll(pattern)].map(([, table = '']) => table)
  const fenced = new Set(namesIn(/alter table (\w+) force row level security/g))
  return new Set(namesIn(/create table (\w+) \(\s*organization_id/g).filter((table) => fenced.has(table)))
}

/**
 * The declarations of a file whose SQL reads or writes a tenant's table and does not say of which organisation, each once: a
 * condition, a column that is inserted, or the first column of a select that is compared with such a one. A table whose name
 * is put in counts as one of a tenant. What a `Table` reads `from` is fenced by the `Table`, but for what is joined to it.
 */
export function findUnfenced(text: string, tables: ReadonlySet<string>): readonly string[] {
  const { program } = parseSync('source.ts', text)
  const froms = new Set<number>()
  const found = new Set<string>()
  const look = (sql: string, at: number): void => {
    const whole = froms.has(at) ? `${sql} where organization_id = ?` : sql
    if (!listScopes(whole).some((scope) => isUnfenced(scope, tables))) return
    const statement = program.body.find(({ start, end }) => start <= at && at < end)
    found.add(nameOf(text.slice(statement?.start, statement?.end)))
  }
  new Visitor({
    Property: ({ key, value }) => {
      if (key.type === 'Identifier' && key.name === 'from') froms.add(value.start)
    },
    Literal: ({ value, start }) => {
      if (typeof value === 'string') look(value, start)
    },
    TemplateLiteral: ({ quasis, start }) => {
      look(quasis.map((quasi) => quasi.value.raw).join('??'), start)
    },
  }).visit(program)
  return [...found]
}

const nameOf = (declaration: string): string =>
  /^(?:export )?(?:async )?(?:function\*?|const|class) (\w+)/.exec(declaration)?.[1] ??
  declaration.slice(0, 60)

/**
 * A statement and the statements in it, each without those in itself. A select that is compared with the organisation of what
 * stands around it is fenced by that.
 */
function listScopes(sql: string): readonly string[] {
  const scopes: string[] = []
  const open = ['']
  for (const character of sql) {
    const inner = character === ')' ? open.pop() : undefined
    if (character === '(') {
      open.push('')
      continue
    }
    const isStatement = inner !== undefined && /^\s*(?:select|insert|update|delete|with)\b/.test(inner)
    const last = open.pop() ?? ''
    if (isStatement) scopes.push(isCompared(last, inner) ? `${inner} where organization_id = ?` : inner)
    open.push(last + (inner === undefined ? character : isStatement ? '()' : `(${inner})`))
  }
  return [...scopes, ...open]
}

const isCompared = (before: string, select: string): boolean =>
  /\borganization_id, [^()]*\) (?:=|in|not in) $/.test(before) && /^\s*select organization_id\b/.test(select)

/** Whether fewer tables are fenced than there are: a join fences one, by the other. */
function isUnfenced(scope: string, tables: ReadonlySet<string>): boolean {
  const named = [...scope.matchAll(/\b(?:from|join|update|into)\s+(\?\?|\w+)/g)].filter(
    ([, name = '']) => name === '??' || tables.has(name),
  )
  const fences = [
    ...scope.matchAll(/\borganization_id = /g),
    ...scope.matchAll(/\binto \w+(?: as \w+)? \(organization_id\b/g),
  ]
  return named.length > fences.length
}
