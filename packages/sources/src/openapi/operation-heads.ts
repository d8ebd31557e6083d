import { isJsonObject, type Json } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { asObjectPlace, childPlace, type ObjectPlace, type Place } from '../json-schema/place.ts'
import type { References } from '../json-schema/references.ts'
import type { OperationHead } from './normal-form.ts'
import { resolvePart } from './resolve-part.ts'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'] as const

/** Every path and method of a description, in document order. Path items that cannot be read are reported. */
export function readHeads(
  root: ObjectPlace,
  references: References,
  log: IssueLog,
): readonly OperationHead[] {
  const paths = childPlace(root, 'paths')
  if (!isJsonObject(paths.node)) return []
  const heads: OperationHead[] = []
  for (const path of Object.keys(paths.node)) {
    if (path.startsWith('x-')) continue
    const item = resolveItem(childPlace(paths, path), references, log)
    if (item !== undefined) heads.push(...headsOf(path, item, references))
  }
  return heads
}

function headsOf(path: string, item: ObjectPlace, references: References): readonly OperationHead[] {
  const heads: OperationHead[] = []
  for (const key of Object.keys(item.node)) {
    const method = methods.find((name) => name === key.toLowerCase())
    if (method !== undefined)
      heads.push({
        path,
        method: method.toUpperCase(),
        place: operationPlace(childPlace(item, key), references),
        item,
      })
  }
  const more = childPlace(item, 'additionalOperations')
  const names = isJsonObject(more.node) ? Object.keys(more.node) : []
  for (const name of names)
    heads.push({
      path,
      method: name.toUpperCase(),
      place: operationPlace(childPlace(more, name), references),
      item,
    })
  return heads
}

/** Descriptions in several files refer to whole operations too. One that leads nowhere stays as it is. */
function operationPlace(place: Place, references: References): Place {
  return resolvePart(place, references) ?? place
}

/** A path item may be a reference; its own members win over those of the item that it refers to. */
function resolveItem(place: Place, references: References, log: IssueLog): ObjectPlace | undefined {
  const at = asObjectPlace(place)
  if (at === undefined) {
    if (place.node !== null) reportItem(place, 'A path holds no object; it has no operations.', log)
    return undefined
  }
  const reference = at.node['$ref']
  if (typeof reference !== 'string') return at
  const target = references.resolve(reference, at.file)
  const found = target.status === 'found' ? asObjectPlace(target.place) : undefined
  if (found === undefined) {
    reportItem(place, 'The reference of a path leads nowhere; its operations are not known.', log)
    return hasOperations(at.node) ? at : undefined
  }
  return hasOperations(at.node) ? { ...at, node: { ...found.node, ...at.node } } : found
}

function hasOperations(node: Json): boolean {
  return isJsonObject(node) && methods.some((method) => node[method] !== undefined)
}

function reportItem(place: Place, message: string, log: IssueLog): void {
  log.report({ code: 'path_unreadable', severity: 'error', message, pointer: place.pointer })
}
