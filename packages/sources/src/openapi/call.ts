import { z } from 'zod'
import { parameterStyles } from './normal-form.ts'

/** A literal stretch of the path, or the argument that fills a place in it. */
export const PathPart = z.union([z.string(), z.strictObject({ slot: z.string() })])
export type PathPart = z.infer<typeof PathPart>

/** How one argument travels outside of the body. */
export const ParameterEncoding = z.strictObject({
  argument: z.string(),
  /** The name that the provider knows. */
  name: z.string(),
  place: z.enum(['path', 'query', 'header', 'cookie']),
  style: z.enum(parameterStyles),
  explode: z.boolean(),
  allowReserved: z.literal(true).exactOptional(),
  /** Set when the value is one document of this media type. */
  contentType: z.string().exactOptional(),
})
export type ParameterEncoding = z.infer<typeof ParameterEncoding>

/** How one top-level field of a form travels when not in the usual way. */
export const FieldEncoding = z.strictObject({
  name: z.string(),
  style: z.enum(parameterStyles).exactOptional(),
  explode: z.boolean().exactOptional(),
  contentType: z.string().exactOptional(),
  isBinary: z.literal(true).exactOptional(),
})
export type FieldEncoding = z.infer<typeof FieldEncoding>

export const BodyEncoding = z.strictObject({
  mediaType: z.string(),
  kind: z.enum(['json', 'form', 'multipart', 'text', 'binary']),
  fields: z.array(FieldEncoding).exactOptional(),
  /** How lists of plain values travel in a form that says no more; absent in older calls, which number them in brackets. */
  lists: z.literal('repeated').exactOptional(),
})
export type BodyEncoding = z.infer<typeof BodyEncoding>

const Constant = z.strictObject({
  argument: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
})

/** What an operation needs to be called: `Operation.call` of this source kind. */
export const Call = z.strictObject({
  method: z.string(),
  path: z.array(PathPart),
  /** Encoded query that the path itself carries. */
  query: z.string().exactOptional(),
  parameters: z.array(ParameterEncoding),
  body: BodyEncoding.exactOptional(),
  /** Values with only one possibility, sent when the binding does not give them. */
  constants: z.array(Constant).exactOptional(),
  accept: z.string().exactOptional(),
  answer: z.enum(['json', 'text', 'plain', 'binary', 'none']),
  /** The header that carries an idempotency key. */
  idempotencyHeader: z.string().exactOptional(),
})
export type Call = z.infer<typeof Call>
