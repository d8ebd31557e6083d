import type { JsonObject } from '@bindery/model'
import type { ObjectPlace, Place } from '../json-schema/place.ts'
import type { Obstacle } from './obstacle.ts'

/**
 * The one form in which OpenAPI 2.0, 3.0, 3.1 and 3.2 and Google Discovery documents are read: 3.1 vocabulary, every part with the address
 * that it has in the provider's own document. Schemas are not copied; they stay where they are.
 */
export interface Description {
  readonly version: OpenApiVersion | 'discovery'
  readonly root: ObjectPlace
  /** Title, version and description of the whole. */
  readonly info: Place
  /** Named schemas: `components.schemas` or `definitions`. */
  readonly schemas: Place
  readonly securitySchemes: Place
  readonly servers: readonly Server[]
  readonly heads: readonly OperationHead[]
  read(head: OperationHead): DescribedOperation
}

export type OpenApiVersion = '2.0' | '3.0' | '3.1' | '3.2'

/** One path and method, before its content is read. */
export interface OperationHead {
  readonly path: string
  /** Upper case. */
  readonly method: string
  readonly place: Place
  /** The path item that holds it. */
  readonly item: ObjectPlace
}

export interface DescribedOperation {
  readonly parameters: readonly Parameter[]
  readonly body?: Body
  readonly responses: readonly Response[]
  /** Servers of the operation or of its path item, when either has its own. */
  readonly servers?: readonly Server[]
  /** What is wrong with the operation as a whole. */
  readonly obstacles?: readonly Obstacle[]
}

export interface Server {
  /** Variables filled with their defaults; may be relative. */
  readonly url: string
  readonly pointer: string
}

/** A part that could not be found: its address and the name under which it was asked for. */
interface Unresolved {
  readonly status: 'unresolved'
  readonly pointer: string
}

export type Parameter = KnownParameter | Unresolved

export interface KnownParameter {
  readonly status: 'known'
  readonly name: string
  readonly place: 'path' | 'query' | 'header' | 'cookie' | 'querystring' | 'form'
  readonly required: boolean
  readonly style: ParameterStyle
  readonly explode: boolean
  readonly allowReserved: boolean
  readonly schema: Place | undefined
  /** Set when the value travels as one document of this media type. */
  readonly contentType?: string
  readonly at: ObjectPlace
}

export const parameterStyles = [
  'simple',
  'label',
  'matrix',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'tabDelimited',
  'deepObject',
] as const

export type ParameterStyle = (typeof parameterStyles)[number]

export interface Media {
  /** Lower case, without parameters. */
  readonly type: string
  readonly schema: Place | undefined
  readonly encoding: JsonObject
}

export type Body = KnownBody | Unresolved

export interface KnownBody {
  readonly status: 'known'
  readonly required: boolean
  readonly content: readonly Media[]
  readonly at: ObjectPlace
}

export interface Response {
  /** `200`, `2XX`, `default`. */
  readonly status: string
  readonly place: Place
  /** Its content by media type; read when asked for. Undefined when the response is not there. */
  content(): readonly Media[] | undefined
}
