import type { Effect, EffectEvidence } from './effect.ts'
import type { Json, JsonObject } from './json.ts'
import type { SensitivityClass } from './sensitivity.ts'
import type { Typed } from './type-ref.ts'

/**
 * One provider's schema, the same shape for every source kind. Lists are sorted by name and names are unique, so the
 * same provider gives the same bytes. Names are data: they may hold dots, spaces, `<` or be `__proto__`.
 */
export interface SchemaCatalog {
  readonly formatVersion: 1
  /** The source kind that made it: `openapi`, `graphql`, `postgres` ... */
  readonly source: string
  readonly title: string
  readonly version?: string
  readonly description?: string
  /** Base URLs that the document proposes. Advice only: the connection decides where calls go. */
  readonly servers: readonly string[]
  /** How the provider says that it wants callers to authenticate. Advice for the connect form. */
  readonly security: readonly SecurityHint[]
  readonly objects: readonly ObjectType[]
  readonly relationships: readonly Relationship[]
  readonly operations: readonly Operation[]
}

/**
 * Where a node came from, in its source's own address form: a JSON Pointer with the file before the `#`
 * (`#/paths/~1users/get`), an SDL location (`12:3`), or `table public.users column email`.
 */
export type Provenance = string

export interface ObjectType {
  readonly name: string
  /** `named` by the provider, or `inline` when the provider left it nameless and we made the name from its place. */
  readonly origin: 'named' | 'inline'
  readonly label?: string
  readonly description?: string
  readonly fields: readonly Field[]
  /** Set when names beyond `fields` are allowed: the type of their values. */
  readonly additional?: Typed
  /** Field names of the primary key, in order. Empty when there is none or it is not known. */
  readonly key: readonly string[]
  readonly indexes: readonly Index[]
  /** An input of which exactly one field is given (GraphQL `@oneOf`). */
  readonly isOneOf?: true
  readonly provenance: Provenance
}

export interface Field extends Typed {
  readonly name: string
  /** The provider always sends it, or refuses input without it. Independent of `nullable` and of `default`. */
  readonly required: boolean
  readonly default?: Json
  /** As the description gives it: a value, no object. */
  readonly example?: Json
  readonly description?: string
  readonly access: 'read_write' | 'read_only' | 'write_only'
  readonly sensitivity: SensitivityClass
  /** Fields whose values it shows or is made of, at any remove: what an operator says of one of them holds here too. */
  readonly shows?: readonly FieldName[]
  readonly constraints?: Constraints
  /** Carries the provider's errors (`userErrors`): never projectable, and a non-empty one fails the call. */
  readonly isErrorChannel?: true
  /** Why not to use it any more, or the empty text when the provider gives no reason. */
  readonly deprecated?: string
  /** Arguments of the field itself (GraphQL). */
  readonly arguments?: readonly Argument[]
  /** Absent when it is the object's provenance plus the source's usual way to a field. */
  readonly provenance?: Provenance
}

/** A field of an object type, or a column of a table. */
export interface FieldName {
  readonly object: string
  readonly field: string
}

export interface Constraints {
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  readonly minItems?: number
  readonly maxItems?: number
  /** The provider's regular expression, as text. Never run but by a linear engine. */
  readonly pattern?: string
}

export interface Index {
  readonly name: string
  /** Column names in index order; an expression is not a column and ends the list. */
  readonly fields: readonly string[]
  readonly isUnique: boolean
  /** Only some rows are in it. */
  readonly isPartial: boolean
  /** Which these are: the rows for which all of this holds. Absent when the index is whole, or says it in other words. */
  readonly rows?: readonly IndexCondition[]
}

/** What a column holds in the rows of a partial index. */
export type IndexCondition =
  | { readonly column: string; readonly is: 'null' | 'not_null' }
  | { readonly column: string; readonly in: readonly (string | number | boolean)[] }

export interface Relationship {
  readonly name: string
  readonly from: RelationshipEnd
  readonly to: RelationshipEnd
  /** How many of `to` one `from` has. */
  readonly cardinality: 'one' | 'many'
  readonly origin: 'declared' | 'inferred'
  readonly provenance: Provenance
}

export interface RelationshipEnd {
  readonly object: string
  /** The joining fields in order; for an embedded object the field that holds it, and none on the other end. */
  readonly fields: readonly string[]
}

export const effectOrigins = ['declared', 'inferred', 'operator'] as const

export type EffectOrigin = (typeof effectOrigins)[number]

export interface Operation {
  readonly name: string
  readonly title?: string
  readonly description?: string
  readonly effect: Effect
  /** How the effect is known: the protocol says so, we read it from names, or an operator says so. */
  readonly effectOrigin: EffectOrigin
  /** Everything that was weighed for it; absent in catalogs that were made by hand. */
  readonly effectEvidence?: readonly EffectEvidence[]
  /** The object type that it is about, when one stands out. */
  readonly object?: string
  readonly groups: readonly string[]
  readonly arguments: readonly Argument[]
  /** The argument whose fields `inputObjectMap` fills: `body`, `input`. */
  readonly inputArgument?: string
  /** What a successful call gives; absent when it gives nothing. */
  readonly returns?: Typed
  readonly availability: Availability
  /** Bound by a member of its own, `Binding.aggregate`, and no plain mapping. Absent for all others. */
  readonly form?: 'aggregate'
  readonly pagination?: Pagination
  readonly deprecated?: string
  /** Described by the operator, who may also say that its writes need no confirmation. */
  readonly isConfirmationWaivable?: true
  /** Calls a minute, unless a binding says otherwise; all skills of operations with the same key share them. */
  readonly rateLimit?: { readonly key: string; readonly perMinute: number }
  /** Names of `SchemaCatalog.security` hints, one inner list per alternative; empty when none is needed. */
  readonly security: readonly (readonly string[])[]
  /** OAuth scopes that each alternative of `security` asks for, in its order; absent when none names any. */
  readonly scopes?: readonly (readonly string[])[]
  /** Only the adapter that made it reads this. */
  readonly call: Json
  readonly provenance: Provenance
}

export interface Argument extends Typed {
  /** Unique in its operation. */
  readonly name: string
  /** Where it travels, in the source's words: `path`, `query`, `header`, `cookie`, `body`, `argument`, `column`. */
  readonly place: string
  readonly required: boolean
  /** As of the field that it is, when it is a column. */
  readonly shows?: readonly FieldName[]
  /** A binding may leave it alone; one that fills it must give a value in every call, as no call can leave it out then. */
  readonly neededWhenFilled?: true
  readonly default?: Json
  readonly description?: string
  readonly sensitivity: SensitivityClass
  readonly constraints?: Constraints
  /** Set where the provider finds more than the value itself by it: without regard to case, accents or blanks at its end. */
  readonly comparison?: 'folded'
  /** `credential`: filled by the connection, never by a binding. The others are hints. */
  readonly role?: 'credential' | 'pagination' | 'idempotency' | 'version'
  /** Of a `credential` that must be there: connected environments that do not fill it, though another one does. */
  readonly unfilledIn?: readonly string[]
  /** Of the input object: members that the connection fills, as the credential of an environment says. */
  readonly filledMembers?: readonly string[]
  readonly deprecated?: string
  readonly example?: Json
  readonly provenance: Provenance
}

/** Whether a binding can use an operation, and if not, exactly why and how to mend the document. */
export type Availability =
  | { readonly status: 'bindable' }
  | { readonly status: 'limited'; readonly reasons: readonly AvailabilityReason[] }
  | { readonly status: 'quarantined'; readonly reasons: readonly AvailabilityReason[] }

export interface AvailabilityReason {
  /** `grant_missing` where only the rights of the connection stand in the way; otherwise the source's own word. */
  readonly code: string
  readonly message: string
  readonly pointer: Provenance
  /** An OpenAPI Overlay document (or the like for other sources) that would lift the reason. */
  readonly overlay?: JsonObject
}

export interface Pagination {
  readonly style: 'page' | 'offset' | 'cursor' | 'link'
  /** Names of the arguments that move through the pages. */
  readonly arguments: readonly string[]
  readonly sizeArgument?: string
  /** Where the answer says how to go on, when it does. */
  readonly nextPath?: readonly string[]
  /** Whoever described the operation says so; absent for what is concluded. */
  readonly declared?: true
}

export interface SecurityHint {
  readonly name: string
  readonly method: 'none' | 'bearer' | 'basic' | 'api_key' | 'oauth2' | 'other'
  readonly place?: 'header' | 'query' | 'cookie' | 'body'
  /** Header, query or cookie name for `api_key`. */
  readonly parameter?: string
  readonly description?: string
}
