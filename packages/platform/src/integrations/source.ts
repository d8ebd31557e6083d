import { z } from 'zod'
import { JsonValue, PlatformError } from '@bindery/model'

/** Where an integration's description comes from, as it is stored. */
export const StoredSource = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('nowhere') }),
  z.strictObject({ from: z.literal('url'), url: z.string() }),
  z.strictObject({ from: z.literal('documents') }),
  // With `goesWith` it was made for one skill, and goes with the last skill that uses it.
  z.strictObject({ from: z.literal('actions'), goesWith: z.literal('skills').optional() }),
])
export type StoredSource = z.output<typeof StoredSource>

const fileName = z
  .string()
  .min(1)
  .max(400)
  .refine((name) => !name.startsWith('/') && !name.includes('\\') && !name.split('/').includes('..'), {
    message: 'Expected a relative name with "/" and without ".."',
  })

/** Where an operator says that it comes from: exactly one of the three. */
export const AuthoredSource = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional()
      .describe('Address of the description'),
    document: JsonValue.optional().describe('The description itself: an object, or its text (JSON or YAML)'),
    files: z
      .array(z.strictObject({ name: fileName, content: z.string() }))
      .min(1)
      .max(5_000)
      .optional()
      .describe('A set of files whose references lead to one another only; the first is the main one'),
  })
  .refine(
    (source) => [source.url, source.document, source.files].filter((part) => part !== undefined).length === 1,
    {
      message: 'Expected exactly one of url, document and files',
    },
  )
  .meta({ id: 'Source' })
export type AuthoredSource = z.output<typeof AuthoredSource>

export interface NamedBytes {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The documents that an authored source brings along; none for an address. */
export function documentsIn(source: AuthoredSource): readonly NamedBytes[] {
  if (source.files !== undefined) {
    return source.files.map((file) => ({ name: file.name, bytes: Buffer.from(file.content, 'utf8') }))
  }
  if (source.document === undefined) return []
  const text = typeof source.document === 'string' ? source.document : JSON.stringify(source.document)
  return [{ name: 'document', bytes: Buffer.from(text, 'utf8') }]
}

/** Actions are checked one by one when they are saved, so no document can bring them along. */
export const refuseDescription = (): PlatformError =>
  new PlatformError(
    'validation_error',
    'An integration of type custom_api has no description: describe its actions with POST .../shared-actions.',
  )

export function toStoredSource(source: AuthoredSource | undefined): StoredSource {
  if (source === undefined) return { from: 'nowhere' }
  return source.url === undefined ? { from: 'documents' } : { from: 'url', url: source.url }
}
