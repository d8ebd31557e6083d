import { isJsonArray, isJsonObject, type Operation } from '@bindery/model'
import type { EffectClaim } from '../effects/claim.ts'
import { literalsOf, slot } from '../effects/path-literals.ts'
import { nameOfPath } from './operation-names.ts'

/** What the method says of an operation, and the words of its `operationId` and its path. */
export function claimEffect(operation: Operation, siblings: readonly Operation[]): EffectClaim {
  const { method, path } = targetOf(operation)
  const name = givenName(operation, method)
  const literals = literalsOf(path)
  const isCatchAll = /[#?][\w.-]+=/.test(documentPath(operation.provenance) ?? '')
  const names = {
    path: literals,
    ...(name === undefined ? {} : { name }),
    ...(isCatchAll ? { isCatchAll } : {}),
  }
  const claim = (says: EffectClaim['says'], certainty: EffectClaim['certainty']): EffectClaim => ({
    says,
    because: method,
    by: 'protocol',
    certainty,
    ...names,
  })
  switch (method) {
    case 'GET':
    case 'HEAD':
    case 'OPTIONS':
    case 'TRACE':
    case 'QUERY':
      return claim('read', 'presumed')
    case 'PUT':
    case 'PATCH':
      return claim('update', 'floor')
    case 'DELETE':
      return claim('delete', 'floor')
    case 'POST':
      return claim(isCollection(path, siblings) ? 'create' : 'action', 'presumed')
    default:
      return claim('action', 'floor')
  }
}

/** What the document calls it: without the method and the path that generators of ids put around a name. */
function givenName(operation: Operation, method: string): string | undefined {
  const path = documentPath(operation.provenance)
  const { name } = operation
  if (path !== undefined && name.startsWith(nameOfPath(method, path))) return undefined
  const echo = path === undefined ? '' : `${path.replaceAll(/\W/g, '_')}_${method}`.toLowerCase()
  const bare = echo !== '' && name.toLowerCase().endsWith(echo) ? name.slice(0, -echo.length) : name
  return withoutMethod(bare, method)
}

/** `GET_DeleteStack`, `post_deleteMessage`, `PostCustomers`: the method is no verb. `getUser` of a GET is named by one. */
function withoutMethod(name: string, method: string): string {
  const prefix = name.slice(0, method.length)
  const rest = name.slice(method.length)
  if (prefix.toUpperCase() !== method || rest === '') return name
  const isShouted = prefix === method && /^[_-]/.test(rest)
  const isEcho = isWriteMethod(method) && /^(?:[_\-/]|[A-Z])/.test(rest)
  return isShouted || isEcho ? rest.replace(/^[_\-/]+/, '') : name
}

/** A leading `delete` or `get` is as good a verb as any. */
const isWriteMethod = (method: string): boolean => ['POST', 'PUT', 'PATCH'].includes(method)

/** `#/paths/~1users/post` is `/users`. */
function documentPath(provenance: string): string | undefined {
  const found = /#\/paths\/([^/]*)\/[^/]+$/.exec(provenance)?.[1]
  return found?.replaceAll('~1', '/').replaceAll('~0', '~')
}

interface Target {
  readonly method: string
  /** With `{}` for every argument. */
  readonly path: string
}

/** Read by hand: a document has up to 100,000 calls, each of which was written by us. */
function targetOf({ call }: Operation): Target {
  const { method, path } = isJsonObject(call) ? call : {}
  const parts = path !== undefined && isJsonArray(path) ? path : []
  return {
    method: typeof method === 'string' ? method : '',
    path: parts.map((part) => (typeof part === 'string' ? part : slot)).join(''),
  }
}

const parents = new WeakMap<readonly Operation[], ReadonlySet<string>>()

/** The path ends in a literal that is named in the plural, or below which single records stand. */
function isCollection(path: string, siblings: readonly Operation[]): boolean {
  const text = withoutEnding(path)
  if (text === '' || text.endsWith(slot)) return false
  return /[^su]s$/i.test(text) || parentsOf(siblings).has(text)
}

function parentsOf(siblings: readonly Operation[]): ReadonlySet<string> {
  const known = parents.get(siblings) ?? new Set(siblings.flatMap(parentOf))
  parents.set(siblings, known)
  return known
}

function parentOf(operation: Operation): readonly string[] {
  const text = withoutEnding(targetOf(operation).path)
  return text.endsWith(`/${slot}`) ? [text.slice(0, -slot.length - 1)] : []
}

const withoutEnding = (path: string): string => path.replace(/\.(?:json|xml)$/i, '').replace(/\/$/, '')
