import { type Operation, parsePointer } from '../../../packages/model/src/index.ts'

/** An operation in the form of the labels: `GET /users/{id}`, `query user`, `select users`. */
export function labelOf(operation: Operation): string {
  const [document, place] = parsePointer(operation.provenance.replace(/^[^#]*#/, ''))?.slice(-3) ?? []
  const method = operation.provenance.split('/').at(-1) ?? ''
  if (document === 'paths' && place !== undefined) return `${method.toUpperCase()} ${place}`
  const table = tableOf(operation)
  if (table !== undefined) return `${table.verb} ${table.name.at(-1) ?? ''}`
  return operation.groups.includes('mutation')
    ? `mutation ${operation.name.replace(/^mutation\./, '')}`
    : `query ${operation.name}`
}

/** Whether an operation is what a label names; a label that names a schema means the table of that schema. */
export function isNamedBy(operation: Operation, label: string): boolean {
  if (labelOf(operation) !== plainOperation(label)) return false
  const wanted = tableLabel(label)?.name ?? []
  const own = tableOf(operation)?.name ?? []
  return wanted.every((part, at) => part === own.slice(-wanted.length)[at])
}

interface TableLabel {
  readonly verb: string
  /** Schema, when given, and name. */
  readonly name: readonly string[]
}

const verbs: Readonly<Record<string, string>> = { find: 'select', insert: 'insert', update: 'update' }

function tableOf({ name, provenance }: Operation): TableLabel | undefined {
  const verb = verbs[/\.(find|insert|update)$/.exec(name)?.[1] ?? '']
  const table = /^table (.+)$/.exec(provenance)?.[1]
  if (verb === undefined || table === undefined) return undefined
  const at = table.indexOf('.')
  return {
    verb,
    name: [table.slice(0, at), table.slice(at + 1)].map(foldColumn).filter((part) => part !== ''),
  }
}

function tableLabel(label: string): TableLabel | undefined {
  const [, verb, table] =
    /^(select|insert|update|delete)\s+(?:from\s+|into\s+)?([^/].*)$/i.exec(label.trim()) ?? []
  if (verb === undefined || table === undefined) return undefined
  const parts = table.match(/"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[^.]+/g) ?? []
  return { verb: verb.toLowerCase(), name: parts.map(foldColumn) }
}

/** A column or table without its quotes; names of tables have no case here. */
export const foldColumn = (name: string): string => name.replaceAll(/^["`[]|["`\]]$/g, '').toLowerCase()

/** A label as it is compared: tables by their own name, without quotes and schema. */
export function plainOperation(label: string): string {
  const table = tableLabel(label)
  return table === undefined ? label.trim() : `${table.verb} ${table.name.at(-1) ?? ''}`
}
