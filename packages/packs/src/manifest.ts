import { z } from 'zod'

const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'Expected a slug: lower-case letters, digits, "-" and "_"')
const memberName = z.string().regex(/^[a-z][a-z0-9_]{0,40}$/, 'Expected a snake_case name')
const line = z.string().min(1).max(300)

/** Numbered by semantic versioning 2.0.0, without build metadata. */
export const PackVersion = z
  .string()
  .regex(/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/, 'Expected a version such as 1.2.0')

/** One thing to ask an operator for. */
export const FormField = z
  .strictObject({
    name: memberName,
    title: line,
    description: z.string().max(500).optional(),
    example: z.string().max(200).optional(),
    required: z.boolean().default(true),
    secret: z.boolean().default(false),
  })
  .meta({ id: 'FormField' })
export type FormField = z.output<typeof FormField>

const Auth = z.strictObject({
  type: slug.describe('Name of an auth method of the platform'),
  fields: z.array(FormField).max(20),
  values: z
    .record(memberName, z.union([z.string(), z.array(z.string()), z.record(z.string(), z.string())]))
    .default({})
    .describe('Members of the credential that are the same for everybody'),
})

/** Where requests go. Variables stand in the host or path as `{name}`. */
const Server = z.strictObject({
  url: z.string().regex(/^https:\/\/\S+$/, 'Expected an https address'),
  variables: z.array(FormField).max(5).default([]),
})

/** A published copy of the description, at a pinned version, for checking the pack against it. */
const PublishedIn = z.strictObject({
  package: z.string().regex(/^(@[a-z0-9-]+\/)?[a-z0-9.-]+$/),
  version: PackVersion,
  file: z.string().min(1).max(300).describe('Path inside the package'),
  select: z
    .array(z.string())
    .max(10)
    .default([])
    .describe('Member names that lead to the description inside the file'),
})

const Schema = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('url'),
    url: z.url({ protocol: /^https$/ }),
    publisher: line,
    publishedIn: PublishedIn.optional(),
  }),
  z.strictObject({
    from: z.literal('provider').describe('The provider describes itself: introspection, system tables'),
    publisher: line,
    reference: z.url({ protocol: /^https$/ }).optional(),
    publishedIn: PublishedIn.optional(),
  }),
])

/** Who a pack is for and how to connect. */
export const PackManifest = z.strictObject({
  formatVersion: z.literal(1),
  displayName: line,
  category: slug,
  blurb: z.string().min(10).max(200),
  logo: slug,
  version: PackVersion,
  types: z.array(slug).min(1).max(5).describe('Integration types that its presets fit; the first is usual'),
  auth: Auth,
  server: Server.optional(),
  testEndpoint: z
    .string()
    .regex(/^\/\S{0,300}$/, 'Expected a path that begins with "/"')
    .optional()
    .describe('A read that needs the credential and nothing else: what a connection is tried with'),
  schema: Schema,
  config: z
    .array(FormField)
    .max(20)
    .default([])
    .describe('What presets need besides; stands in their bindings as {{config.name}}'),
})
export type PackManifest = z.output<typeof PackManifest>
