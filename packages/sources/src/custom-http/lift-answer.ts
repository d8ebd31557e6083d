import {
  type Field,
  parseFieldPath,
  type PathStep,
  scalarType,
  type Typed,
  type TypeRef,
} from '@bindery/model'
import type { HttpAction, MappedOutput } from './action.ts'
import { type ObjectSink, scalarOf } from './lift-variable.ts'

/** What the mappings of an action say about one place of the answer. */
interface Node {
  readonly fields: Map<string, Node>
  items?: Node
  /** Set where a mapping ends. */
  type?: TypeRef
}

/**
 * The answer of an action as far as its mappings describe it: a field for every name on the way of a path, undescribed
 * JSON everywhere else. So a mapped output is typed, classed and blocked like the field of any other provider.
 */
export function liftAnswer(action: HttpAction, wanted: string, sink: ObjectSink): Typed {
  const root: Node = { fields: new Map() }
  for (const output of action.responseMapping) addOutput(root, output)
  return { type: toType(root, wanted, sink), nullable: true }
}

function addOutput(root: Node, { path, type, fields }: MappedOutput): void {
  const at = reach(root, path)
  if (fields === undefined) {
    at.type = typeOf(type)
    return
  }
  at.items ??= { fields: new Map() }
  for (const field of fields) reach(at.items, field.path).type = typeOf(field.type)
}

const typeOf = (type: MappedOutput['type']): TypeRef =>
  type === undefined ? scalarType('any') : scalarOf(type)

function reach(from: Node, path: MappedOutput['path']): Node {
  const parsed = parseFieldPath(path)
  return parsed.ok ? parsed.value.reduce(enter, from) : { fields: new Map() }
}

function enter(node: Node, step: PathStep): Node {
  if (step.kind === 'item') {
    node.items ??= { fields: new Map() }
    return node.items
  }
  const next = node.fields.get(step.name) ?? { fields: new Map() }
  node.fields.set(step.name, next)
  return next
}

function toType(node: Node, wanted: string, sink: ObjectSink): TypeRef {
  const { fields, items, type } = node
  const isList = items !== undefined
  if (type !== undefined && fields.size === 0 && !isList) return type
  // Two mappings that see one place as different things leave it undescribed.
  if (type !== undefined || (isList && fields.size > 0)) return scalarType('any')
  if (items !== undefined)
    return { kind: 'list', items: toType(items, `${wanted}.item`, sink), itemsNullable: true }
  return fields.size === 0 ? scalarType('any') : toObject(fields, wanted, sink)
}

function toObject(fields: Node['fields'], wanted: string, sink: ObjectSink): TypeRef {
  const name = sink.names.take(wanted, 'free')
  sink.objects.push({
    name,
    origin: 'inline',
    fields: [...fields].map(
      ([field, node]): Field => ({
        name: field,
        type: toType(node, `${name}.${field}`, sink),
        nullable: true,
        required: false,
        access: 'read_only',
        sensitivity: 'none',
      }),
    ),
    additional: { type: scalarType('any'), nullable: true },
    key: [],
    indexes: [],
    provenance: `#/actions/${wanted}`,
  })
  return { kind: 'object', name }
}
