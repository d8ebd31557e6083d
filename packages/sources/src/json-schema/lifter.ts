import {
  type Field,
  isJsonArray,
  isJsonObject,
  type Json,
  type ObjectRef,
  type ObjectType,
} from '@bindery/model'
import { hasStructure, isNullable, isStructural, readAnnotations, withAnnotations } from './annotations.ts'
import type { IssueLog } from './issue-log.ts'
import { liftAllOf } from './lift-all-of.ts'
import type { LiftContext, Lifted, ObjectPlan, ReferenceSiblings } from './lifted.ts'
import { anyType, liftPlain } from './lift-plain.ts'
import { liftUnion, optionsOf } from './lift-union.ts'
import { buildObject } from './object-fields.ts'
import { asObjectPlace, type ObjectPlace, type Place } from './place.ts'
import { checkName } from './read-text.ts'
import type { References, Resolution } from './references.ts'
import { UniqueNames } from './unique-names.ts'

/** How a source names the schema that a reference leads to. */
export interface TargetName {
  readonly name: string
  readonly origin: 'named' | 'inline'
}

export interface LifterOptions {
  readonly log: IssueLog
  readonly references: References
  readonly siblings: ReferenceSiblings
  readonly nameTarget: (target: Resolution & { readonly status: 'found' }) => TargetName
}

const maxDepth = 120
const maxPlaceDepth = 500
const maxTypeWeight = 20_000
const maxCatalogWeight = 4_000_000

/**
 * Turns JSON Schemas into catalog types. Objects are known by their node and named once; every reference to one is its
 * name, so cycles cost nothing and each schema is read once. Objects that are met are read from a queue, not by
 * recursion; what stays nested (lists of lists, unions) is cut at 120 levels and at a size, each with an issue.
 */
export class SchemaLifter implements LiftContext {
  readonly log: IssueLog
  readonly references: References
  readonly siblings: ReferenceSiblings
  readonly #nameTarget: LifterOptions['nameTarget']
  readonly #names = new UniqueNames()
  readonly #objectNames = new Map<Json, string>()
  readonly #named = new Set<Json>()
  readonly #targets = new Map<Json, Lifted | 'reading'>()
  readonly #queue: ObjectPlan[] = []
  readonly #plans = new Map<string, ObjectPlan>()
  readonly #built = new Map<ObjectPlan, Omit<ObjectType, 'origin'>>()
  #depth = 0
  #weight = 0

  constructor(options: LifterOptions) {
    this.log = options.log
    this.references = options.references
    this.siblings = options.siblings
    this.#nameTarget = options.nameTarget
  }

  /** Gives a name of the provider to a schema and reads it. Call it for all named schemas before anything else. */
  liftNamed(place: Place, name: string): Lifted {
    checkName(name, place, this.log)
    return this.#liftTarget(place, { name, origin: 'named' })
  }

  /** Keeps the names of named schemas from being taken by nameless ones. */
  reserve(names: Iterable<string>): void {
    this.#names.reserve(names)
  }

  lift(place: Place, name: string): Lifted {
    const at = asObjectPlace(place)
    if (at === undefined) return this.#liftBoolean(place)
    if (this.#depth >= maxDepth || place.depth > maxPlaceDepth) return this.#giveUp('schema_too_deep', place)
    this.#depth += 1
    const lifted = this.#liftSchema(at, name)
    this.#depth -= 1
    return lifted.weight > maxTypeWeight ? this.#giveUp('schema_too_large', place) : lifted
  }

  liftReference(reference: string, from: Place): Lifted {
    const target = this.references.resolve(reference, from.file)
    if (target.status === 'found') return this.#liftTarget(target.place, this.#nameTarget(target))
    this.log.report({
      code: 'reference_unresolved',
      severity: 'warning',
      message: `A reference leads nowhere: ${target.reason.toWellFormed()}. Its type is taken as "any".`,
      pointer: from.pointer,
    })
    return unresolved
  }

  nameOfReference(reference: string, from: Place): string | undefined {
    const target = this.references.resolve(reference, from.file)
    if (target.status === 'missing') return undefined
    return this.#objectNames.get(target.place.node) ?? this.#nameTarget(target).name
  }

  object(plan: ObjectPlan): ObjectRef {
    const known = this.#objectNames.get(plan.node)
    if (known !== undefined) return { kind: 'object', name: known }
    const name = this.#names.take(plan.name, this.#named.has(plan.node) ? 'reserved' : 'free')
    this.#objectNames.set(plan.node, name)
    const renamed =
      name === plan.name ? plan : { ...plan, name, parts: plan.parts.map(renamePart(plan.name, name)) }
    this.#queue.push(renamed)
    this.#plans.set(name, renamed)
    return { kind: 'object', name }
  }

  /** Reads every object that was met, and those met meanwhile. Call it last. */
  drain(): readonly ObjectType[] {
    const objects: ObjectType[] = []
    // The queue grows while it is read.
    for (const plan of this.#queue) {
      objects.push({ ...this.#build(plan), origin: this.#named.has(plan.node) ? 'named' : 'inline' })
    }
    this.#queue.length = 0
    return objects
  }

  /** The fields of an object that was met, for who must know them before all are read. Not while one is being lifted. */
  fieldsOf(object: string): readonly Field[] {
    const plan = this.#plans.get(object)
    return plan === undefined ? [] : this.#build(plan).fields
  }

  #build(plan: ObjectPlan): Omit<ObjectType, 'origin'> {
    const known = this.#built.get(plan)
    if (known !== undefined) return known
    const object = buildObject(this, plan, (weight) => this.#spend(weight, plan.place))
    this.#built.set(plan, object)
    return object
  }

  #liftSchema(place: ObjectPlace, name: string): Lifted {
    const { node } = place
    if (typeof node['$ref'] === 'string') return this.#liftWithSiblings(place, node['$ref'], name)
    if (isJsonArray(node['allOf']) && node['allOf'].length > 0) return liftAllOf(this, place, name)
    if (optionsOf(node) !== undefined) return liftUnion(this, place, name)
    return liftPlain(this, place, name)
  }

  #liftWithSiblings(place: ObjectPlace, reference: string, name: string): Lifted {
    if (this.siblings === 'merge' && hasSiblingStructure(place)) return liftAllOf(this, place, name)
    const target = this.liftReference(reference, place)
    if (Object.keys(place.node).length === 1) return target
    const lifted = withAnnotations(target, readAnnotations(place, this.log))
    return isNullable(place.node) && !lifted.nullable ? { ...lifted, nullable: true } : lifted
  }

  #liftTarget(place: Place, target: TargetName): Lifted {
    const known = this.#targets.get(place.node)
    if (known === 'reading') return this.#giveUp('reference_cycle', place)
    if (known !== undefined) return known
    if (isJsonObject(place.node)) {
      this.#targets.set(place.node, 'reading')
      if (target.origin === 'named') this.#named.add(place.node)
    }
    const lifted = forUse(this.lift(place, target.name), target)
    if (isJsonObject(place.node)) this.#targets.set(place.node, lifted)
    return lifted
  }

  #liftBoolean(place: Place): Lifted {
    if (place.node !== true) {
      this.log.report({
        code: 'schema_malformed',
        severity: 'info',
        message: 'A schema is not an object; its type is taken as "any".',
        pointer: place.pointer,
      })
    }
    return open
  }

  #giveUp(code: 'reference_cycle' | 'schema_too_deep' | 'schema_too_large', place: Place): Lifted {
    this.log.report({ code, severity: 'warning', message: reasons[code], pointer: place.pointer })
    return open
  }

  #spend(weight: number, place: Place): boolean {
    const before = this.#weight
    this.#weight += weight
    if (this.#weight <= maxCatalogWeight) return true
    if (before <= maxCatalogWeight) {
      this.log.report({
        code: 'catalog_too_large',
        severity: 'error',
        message: `The catalog would hold more than ${maxCatalogWeight} fields; objects from here on are cut.`,
        pointer: place.pointer,
      })
    }
    return false
  }
}

const open: Lifted = { type: anyType, nullable: false, isResolved: true, weight: 1 }
const unresolved: Lifted = { ...open, isResolved: false }

const reasons = {
  reference_cycle: 'A schema that is no object refers to itself; its type is taken as "any" there.',
  schema_too_deep: `Schemas are nested more than ${maxDepth} levels deep; the type is taken as "any" there.`,
  schema_too_large: 'A type without a name of its own is too large; it is taken as "any".',
} as const

/** What a reference passes on: an object keeps its description to itself, an enumeration gets its name. */
function forUse(lifted: Lifted, target: TargetName): Lifted {
  const { type, nullable, isResolved, weight } = lifted
  if (type.kind === 'object') return { type, nullable, isResolved, weight }
  if (type.kind !== 'enum' || target.origin !== 'named' || type.name !== undefined) return lifted
  return { ...lifted, type: { ...type, name: target.name.toWellFormed() } }
}

function hasSiblingStructure(place: ObjectPlace): boolean {
  if (!hasStructure(place.node)) return false
  for (const keyword in place.node) if (keyword !== '$ref' && isStructural(keyword)) return true
  return false
}

const renamePart =
  (from: string, to: string) =>
  <P extends { readonly name: string }>(part: P): P =>
    part.name === from ? { ...part, name: to } : part
