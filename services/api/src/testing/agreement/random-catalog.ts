import {
  type Argument,
  type Field,
  type Json,
  type ObjectType,
  type Operation,
  type ScalarName,
  scalarNames,
  type SchemaCatalog,
  type Typed,
  type TypeRef,
} from '@bindery/model'
import type { Choose } from './choose.ts'

/** A catalog of one operation, as a source kind of HTTP could have lifted it: every fact that schemas are made of occurs. */
export function randomCatalog(choose: Choose): SchemaCatalog {
  const objects = objectNames.map((name) => randomObject(name, choose))
  return {
    formatVersion: 1,
    source: 'openapi',
    title: 'Random',
    servers: [],
    security: [],
    objects,
    relationships: [],
    operations: [randomOperation(choose)],
  }
}

const objectNames = ['A', 'B', 'C', 'Input', 'Inner']

function randomObject(name: string, choose: Choose): ObjectType {
  const isInput = name === 'Input' || name === 'Inner'
  const type = isInput ? inputType : outputType
  const fields = fieldNames.slice(0, choose.between(2, fieldNames.length)).map((field) => ({
    name: field,
    ...randomField(type(choose, 1), choose),
  }))
  const nested = name === 'Input' && choose.chance(40) ? [innerField(choose)] : []
  return { name, origin: 'named', fields: [...fields, ...nested], key: [], indexes: [], provenance: 'x' }
}

const fieldNames = ['id', 'label', 'state', 'amount', 'due', 'items', 'mail']

function innerField(choose: Choose): Field {
  return { name: 'inner', ...randomField({ kind: 'object', name: 'Inner' }, choose) }
}

function randomField(type: TypeRef, choose: Choose): Omit<Field, 'name'> {
  const { nullable, required, ...more } = randomPlace(type, choose)
  return { ...more, nullable, required, access: 'read_write', sensitivity: 'none' }
}

function randomPlace(type: TypeRef, choose: Choose) {
  const byDefault = choose.chance(30) ? defaultOf(type, choose) : undefined
  const constraints = constraintsOf(type, choose)
  return {
    type,
    nullable: choose.chance(30),
    required: choose.chance(60),
    ...(byDefault === undefined ? {} : { default: byDefault }),
    ...(constraints === undefined ? {} : { constraints }),
  }
}

/** Providers write defaults that fit, and some that do not. */
function defaultOf(type: TypeRef, choose: Choose): Json | undefined {
  if (choose.chance(10)) return { odd: true }
  if (type.kind === 'enum') return type.values[0]
  if (type.kind !== 'scalar') return undefined
  const values: { readonly [scalar in ScalarName]?: Json } = {
    string: 'standard',
    boolean: false,
    integer: 3,
    number: 2.5,
    int64: '7',
    decimal: '1.50',
  }
  return values[type.scalar]
}

function constraintsOf(type: TypeRef, choose: Choose): Argument['constraints'] | undefined {
  if (type.kind !== 'scalar' || !choose.chance(30)) return undefined
  if (type.scalar === 'string') return { minLength: 1, maxLength: choose.between(2, 20) }
  if (type.scalar === 'email') return { maxLength: choose.of([40, 500]) }
  if (type.scalar === 'integer') return { minimum: -10, maximum: 1000 }
  return type.scalar === 'number' ? { exclusiveMinimum: -1, multipleOf: 0.5 } : undefined
}

const leafType = (choose: Choose): TypeRef =>
  choose.chance(25) ? enumType(choose) : { kind: 'scalar', scalar: choose.of(scalarNames) }

function enumType(choose: Choose): TypeRef {
  return choose.of<TypeRef>([
    { kind: 'enum', scalar: 'string', values: ['open', 'closed'] },
    { kind: 'enum', scalar: 'string', values: ['card'] },
    { kind: 'enum', scalar: 'integer', values: [1, 2, 3] },
    { kind: 'enum', scalar: 'int64', values: [1, 2] },
    { kind: 'enum', scalar: 'string', values: Array.from({ length: 120 }, (_, n) => `value ${n}`) },
  ])
}

const unionOf = (members: readonly TypeRef[]): TypeRef => ({ kind: 'union', members })

function inputType(choose: Choose): TypeRef {
  const kind = choose.between(1, 10)
  if (kind <= 6) return leafType(choose)
  if (kind === 7) return unionOf([leafType(choose), leafType(choose)])
  if (kind === 8) return { kind: 'map', values: leafType(choose), valuesNullable: choose.chance(30) }
  if (kind === 9)
    return { kind: 'list', items: unionOf([leafType(choose), leafType(choose)]), itemsNullable: false }
  return { kind: 'list', items: leafType(choose), itemsNullable: choose.chance(30) }
}

function outputType(choose: Choose, depth: number): TypeRef {
  const object: TypeRef = { kind: 'object', name: choose.of(['A', 'B', 'C']) }
  const other: TypeRef = { kind: 'object', name: choose.of(['A', 'B', 'C']) }
  const kind = choose.between(1, depth === 0 ? 14 : 12)
  if (kind <= 5) return leafType(choose)
  if (kind === 6) return unionOf([leafType(choose), leafType(choose)])
  if (kind === 7) return { kind: 'list', items: leafType(choose), itemsNullable: choose.chance(30) }
  if (kind === 8) return unionOf([object, other])
  if (kind === 9) return unionOf([{ kind: 'scalar', scalar: 'string' }, object])
  if (kind === 10) return { kind: 'map', values: leafType(choose), valuesNullable: choose.chance(30) }
  if (kind === 11) return object
  return {
    kind: 'list',
    items: choose.chance(70) ? object : unionOf([object, other]),
    itemsNullable: choose.chance(20),
  }
}

function randomOperation(choose: Choose): Operation {
  const queries = ['q', 'size', 'sort']
    .slice(0, choose.between(0, 3))
    .map((name) => randomArgument(name, choose))
  const hasBody = choose.chance(70)
  const returns: Typed = { type: outputType(choose, 0), nullable: choose.chance(20) }
  const body: Argument = {
    name: 'body',
    place: 'body',
    type: { kind: 'object', name: 'Input' },
    nullable: false,
    required: choose.chance(70),
    sensitivity: 'none',
    provenance: 'x',
  }
  return {
    name: 'op',
    effect: choose.of(['read', 'read', 'read', 'create', 'update']),
    effectOrigin: 'declared',
    groups: [],
    arguments: hasBody ? [body, ...queries] : queries,
    ...(hasBody ? { inputArgument: 'body' } : {}),
    returns,
    availability: { status: 'bindable' },
    security: [],
    call: {
      method: 'POST',
      path: ['/op'],
      parameters: queries.map(({ name }) => ({
        argument: name,
        name,
        place: 'query',
        style: 'form',
        explode: true,
      })),
      ...(hasBody ? { body: { mediaType: 'application/json', kind: 'json' } } : {}),
      answer: 'json',
    },
    provenance: 'x',
  }
}

function randomArgument(name: string, choose: Choose): Argument {
  return {
    name,
    place: 'query',
    ...randomPlace(leafType(choose), choose),
    sensitivity: 'none',
    provenance: 'x',
  }
}
