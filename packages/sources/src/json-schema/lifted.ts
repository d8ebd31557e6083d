import type { Constraints, Json, ObjectRef, Typed, TypeRef } from '@bindery/model'
import type { IssueLog } from './issue-log.ts'
import type { ObjectPlace, Place } from './place.ts'
import type { References } from './references.ts'

/** What a schema says besides its type, at the place where it is used. */
export interface Annotations {
  readonly description?: string
  readonly default?: Json
  readonly example?: Json
  readonly constraints?: Constraints
  readonly deprecated?: string
  readonly access?: 'read_only' | 'write_only'
}

/** A schema as a type. */
export interface Lifted extends Typed, Annotations {
  /** False when the schema itself is a reference that leads nowhere; the type is then `any`. */
  readonly isResolved: boolean
  /** Size of the type as a tree; keeps shared parts from multiplying. */
  readonly weight: number
}

/** A type with its size as a tree. */
export interface Sized {
  readonly type: TypeRef
  readonly weight: number
  /** The words themselves allow null. */
  readonly nullable?: boolean
}

/** One schema whose fields an object has. An object made by `allOf` has several. */
export interface Part {
  readonly place: ObjectPlace
  /** Name of the object that nameless objects inside are named after. */
  readonly name: string
}

/** An object that was met and whose fields are still to be read. */
export interface ObjectPlan {
  /** The node that the object is known by: every way to the same node gives the same object. */
  readonly node: Json
  readonly place: Place
  readonly name: string
  readonly parts: readonly Part[]
}

/** How schema references with other keywords beside them are read: JSON Schema merges, OpenAPI 3.0 and 2.0 do not. */
export type ReferenceSiblings = 'merge' | 'annotate'

/** What the readers of one kind of schema need from the lifter as a whole. */
export interface LiftContext {
  readonly log: IssueLog
  readonly references: References
  readonly siblings: ReferenceSiblings
  lift(place: Place, name: string): Lifted
  /** The schema that a reference leads to, read once. */
  liftReference(reference: string, from: Place): Lifted
  /** The name that nameless objects inside a referenced schema are named after. */
  nameOfReference(reference: string, from: Place): string | undefined
  object(plan: ObjectPlan): ObjectRef
}
