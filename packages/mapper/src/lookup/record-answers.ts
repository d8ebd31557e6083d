import {
  type CatalogIndex,
  indexCatalog,
  isWrite,
  type ObjectType,
  type Operation,
  type TypeRef,
} from '@bindery/model'
import { nameTerms } from '../assignment/name-fit.ts'
import type { OperationIndex } from '../ranking/operation-index.ts'
import { routePath } from '../ranking/route.ts'
import { thingOf } from './catalog-keys.ts'

/** A read that answers with records of an object: rows of a list, or one alone. */
export interface RecordAnswer {
  readonly operation: Operation
  readonly object: ObjectType
  /** Names from the answer to the list, or to the record. */
  readonly names: readonly string[]
  readonly holds: 'rows' | 'record'
}

/** The reads of a catalog that answer with records, by what these are and by the route that lists them. */
export interface RecordAnswers {
  readonly ofObject: (name: string) => readonly RecordAnswer[]
  /** Lists only: `/droplets` lists what `/droplets/{id}` is one of. */
  readonly ofRoute: (path: string) => readonly RecordAnswer[]
  /** Whether some read answers with records that are called so, as a stemmed word. */
  readonly hasThing: (term: string) => boolean
}

const found = new WeakMap<OperationIndex, RecordAnswers>()

/** Made once per index. What only its name says to read is no lookup: it counts as a write. */
export function recordAnswers(index: OperationIndex): RecordAnswers {
  const known = found.get(index)
  if (known !== undefined) return known
  const catalog = indexCatalog(index.catalog)
  const answers = index.operations
    .map(({ entry }) => entry.operation)
    .filter(({ effect, deprecated }) => !isWrite(effect) && deprecated === undefined)
    .flatMap((operation) => answersOf(operation, catalog))
  const byObject = grouped(answers, ({ object }) => object.name)
  const byRoute = grouped(
    answers.filter(({ holds }) => holds === 'rows'),
    ({ operation }) => routePath(operation.provenance),
  )
  const things = new Set(answers.map(({ object }) => nameTerms(thingOf(object)).join('_')))
  const made: RecordAnswers = {
    ofObject: (name) => byObject.get(name) ?? [],
    hasThing: (term) => things.has(term),
    ofRoute: (path) => (path === '' ? [] : (byRoute.get(path) ?? [])),
  }
  found.set(index, made)
  return made
}

function grouped<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group === undefined) groups.set(keyOf(value), [value])
    else group.push(value)
  }
  return groups
}

/** Envelopes and connections around records are no deeper. */
const deepest = 2

/** Records in an answer, outermost first: what lies inside of a record, or of a row, is another matter. */
export function answersOf(operation: Operation, catalog: CatalogIndex): readonly RecordAnswer[] {
  if (operation.returns === undefined) return []
  const answers: RecordAnswer[] = []
  let level: readonly Place[] = [{ type: operation.returns.type, names: [] }]
  for (let depth = 0; depth <= deepest; depth++) level = level.flatMap((place) => open(place, depth))
  return answers

  function open({ type, names }: Place, depth: number): readonly Place[] {
    const inner = type.kind === 'list' ? type.items : type
    const object = inner.kind === 'object' ? catalog.object(inner.name) : undefined
    if (object === undefined) return []
    if (type.kind === 'list' || object.key.length === 1) {
      answers.push({ operation, object, names, holds: type.kind === 'list' ? 'rows' : 'record' })
      return []
    }
    return depth === deepest ? [] : object.fields.flatMap((field) => toPlace(field, names, object))
  }
}

interface Place {
  readonly type: TypeRef
  readonly names: readonly string[]
}

function toPlace(
  { name, type, isErrorChannel, arguments: own = [] }: ObjectType['fields'][number],
  names: readonly string[],
  { fields }: ObjectType,
): readonly Place[] {
  const isTwin = name === 'edges' && fields.some((field) => field.name === 'nodes')
  const isAsked = own.some(({ required }) => required)
  return isErrorChannel === true || isTwin || isAsked ? [] : [{ type, names: [...names, name] }]
}
