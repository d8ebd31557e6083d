import type { SqlRefusal } from '../../../../fixtures/src/index.ts'

export interface StandIn {
  readonly what: string
  readonly sql: string
}

/** What lets a statement run that misses a type, a schema, a collation or a function of no arguments. */
export function standInFor({ message }: SqlRefusal): StandIn | undefined {
  const type = /^type "([^"]+)" does not exist/.exec(message)?.[1]
  if (type !== undefined)
    return { what: `type ${type}`, sql: `create domain ${quote(withoutList(type))} as text` }
  const schema = /^schema "([^"]+)" does not exist/.exec(message)?.[1]
  if (schema !== undefined) return { what: `schema ${schema}`, sql: `create schema ${quote(schema)}` }
  const collation = /^collation "([^"]+)" .*does not exist/.exec(message)?.[1]
  if (collation !== undefined)
    return { what: `collation ${collation}`, sql: `create collation ${quote(collation)} from "C"` }
  const called = /^function ([\w.]+)\(\) does not exist/.exec(message)?.[1]
  if (called === undefined) return undefined
  const { type: answer, body } = answerOf(called)
  return {
    what: `function ${called}()`,
    sql: `create function ${quote(called)}() returns ${answer} language sql as $$ select ${body} $$`,
  }
}

const withoutList = (type: string): string => type.replace(/\[\]$/, '')

/** Type and value of a function, by its name. */
function answerOf(name: string): { readonly type: string; readonly body: string } {
  if (/uuid/i.test(name)) return { type: 'uuid', body: 'gen_random_uuid()' }
  if (/now|time|date/i.test(name)) return { type: 'timestamptz', body: 'now()' }
  return /id$/i.test(name) ? { type: 'bigint', body: '1::bigint' } : { type: 'text', body: `''::text` }
}

const quote = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')
