import { isJsonArray, type Json, type JsonObject } from '@bindery/model'
import type { Draft } from './draft.ts'
import type { IssueLog } from './issue-log.ts'
import type { Annotations, Lifted } from './lifted.ts'
import { childPlace, type ObjectPlace } from './place.ts'
import { readConstraints } from './read-constraints.ts'
import { readText } from './read-text.ts'
import { readValue } from './read-value.ts'

/** Keywords that say something about a value without saying what its type is. */
const annotationWords = new Set([
  'description',
  'title',
  'default',
  'example',
  'examples',
  'nullable',
  'readOnly',
  'writeOnly',
  'deprecated',
  'externalDocs',
  'xml',
  'summary',
  '$comment',
  '$id',
  '$schema',
  '$anchor',
  'id',
  '$defs',
  'definitions',
])

/** True for a keyword that shapes the type: everything but annotations and extensions. */
export const isStructural = (keyword: string): boolean =>
  !annotationWords.has(keyword) && !keyword.startsWith('x-')

/** True when a schema says anything about the type of its values. */
export function hasStructure(node: JsonObject): boolean {
  for (const keyword in node) if (isStructural(keyword)) return true
  return false
}

/** Description, default, example, access, constraints and deprecation of a schema. */
export function readAnnotations(place: ObjectPlace, log: IssueLog): Annotations {
  const found: Draft<Annotations> = {}
  addAnnotations(found, place, log)
  return found
}

/** The same, written into a value that is being built. */
export function addAnnotations(found: Draft<Annotations>, place: ObjectPlace, log: IssueLog): void {
  const { node } = place
  let isConstrained = false
  for (const keyword in node) {
    switch (keyword) {
      case 'description': {
        const text = readText(node['description'], place, log)
        if (text !== undefined) found.description = text
        break
      }
      case 'default':
      case 'example':
        setValue(found, keyword, { value: node[keyword], place, log })
        break
      case 'readOnly':
        if (node['readOnly'] === true) found.access = 'read_only'
        break
      case 'writeOnly':
        if (node['writeOnly'] === true) found.access = 'write_only'
        break
      case 'deprecated':
      case 'x-deprecated':
        setDeprecated(found, node[keyword])
        break
      default:
        isConstrained ||= constraintWords.has(keyword)
    }
  }
  const constraints = isConstrained ? readConstraints(node, place, log) : undefined
  if (constraints !== undefined) found.constraints = constraints
}

/** A lifted schema whose annotations are overlaid by those of the place that uses it. */
export function withAnnotations(lifted: Lifted, over: Annotations): Lifted {
  for (const _ in over) {
    if (over.constraints === undefined || lifted.constraints === undefined) return { ...lifted, ...over }
    return { ...lifted, ...over, constraints: { ...lifted.constraints, ...over.constraints } }
  }
  return lifted
}

/** `nullable: true`, Swagger's `x-nullable`, or `null` among the types. */
export function isNullable(node: JsonObject): boolean {
  if (node['nullable'] === true || node['x-nullable'] === true) return true
  const type = node['type']
  return isJsonArray(type) ? type.includes('null') : type === 'null'
}

function setValue(
  found: Draft<Annotations>,
  name: 'default' | 'example',
  at: { readonly value: Json | undefined; readonly place: ObjectPlace; readonly log: IssueLog },
): void {
  // A null default says no more than that there is none; an example of objects is for readers of the document.
  if (at.value === undefined || at.value === null) return
  if (name === 'example' && typeof at.value === 'object') return
  const value = readValue(at.value, childPlace(at.place, name), at.log)
  if (value !== undefined) found[name] = value
}

function setDeprecated(found: Draft<Annotations>, value: Json | undefined): void {
  if (value === true) found.deprecated = ''
  else if (typeof value === 'string') found.deprecated = value.slice(0, 300).toWellFormed()
}

const constraintWords = new Set([
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'multipleOf',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'pattern',
])
