import { isJsonObject } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { childPointer } from '../json-schema/place.ts'
import { checkName } from '../json-schema/read-text.ts'
import type { OperationHead } from './normal-form.ts'

const maxLength = 300

/**
 * One unique name per operation: its `operationId`, else method and path (`get_users_by_id`). Of several operations with
 * one id the first in the document keeps it, the others are named by method and path, with an issue.
 */
export function nameOperations(
  heads: readonly OperationHead[],
  log: IssueLog,
): ReadonlyMap<OperationHead, string> {
  const names = new Map<OperationHead, string>()
  const taken = new Set<string>()
  const later: OperationHead[] = []
  for (const head of heads) {
    const id = idOf(head)
    if (id === undefined) later.push(head)
    else if (taken.has(id)) {
      later.push(head)
      reportDuplicate(head, id, log)
    } else {
      taken.add(id)
      names.set(head, id)
      checkName(id, head.place, log)
    }
  }
  for (const head of later) {
    const name = firstFree(nameOfPath(head.method, head.path), taken)
    taken.add(name)
    names.set(head, name)
  }
  return names
}

/** `GET /users/{id}/posts` gives `get_users_by_id_posts`. */
export function nameOfPath(method: string, path: string): string {
  const words = path
    .slice(0, 600)
    .replaceAll(/\{([^{}]*)\}/g, (_, name: string) => `/by/${name}/`)
    .split(/[^\p{L}\p{N}-]+/u)
    .filter((word) => word !== '')
  return [method.toLowerCase(), ...words].join('_').slice(0, maxLength).toWellFormed() || 'operation'
}

function idOf(head: OperationHead): string | undefined {
  const node = head.place.node
  const id = isJsonObject(node) ? node['operationId'] : undefined
  if (typeof id !== 'string') return undefined
  const text = id.trim().toWellFormed()
  return text === '' || text.length > maxLength ? undefined : text
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  let number = 2
  while (taken.has(`${name}_${number}`)) number += 1
  return `${name}_${number}`
}

function reportDuplicate(head: OperationHead, id: string, log: IssueLog): void {
  log.report({
    code: 'operation_id_duplicate',
    severity: 'warning',
    message: `The operationId "${id.slice(0, 80)}" is used more than once; ${head.method} ${head.path.slice(0, 120).toWellFormed()} is named by its method and path.`,
    pointer: childPointer(head.place.pointer, 'operationId'),
  })
}
