import type { Argument, Json } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { readText } from '../json-schema/read-text.ts'
import type { InputPart } from './schema-parts.ts'
import type { TypeTable } from './type-table.ts'

/** True when the provider refuses a call without it. */
export const isNeeded = (part: InputPart): boolean =>
  part.type?.endsWith('!') === true && part.default === undefined

export interface LiftTools {
  readonly table: TypeTable
  readonly log: IssueLog
}

/** An argument of an operation or of a field. Undefined when its type is not known or cannot be sent. */
export function liftArgument(
  part: InputPart,
  pointer: string,
  { table, log }: LiftTools,
): Argument | undefined {
  const typed = isUpload(part) ? undefined : table.use(part.type, 'input')
  if (typed === undefined) return undefined
  const argument: Draft<Argument> = {
    name: part.name,
    place: 'argument',
    type: typed.type,
    nullable: typed.nullable,
    required: isNeeded(part),
    sensitivity: 'none',
    provenance: pointer,
  }
  describe(argument, part, { pointer, log })
  return argument
}

interface Described {
  description?: string
  deprecated?: string
  default?: Json
}

/** Adds what a part says about itself in words, and its default. */
export function describe(
  target: Described,
  part: InputPart,
  place: { readonly pointer: string; readonly log: IssueLog },
): void {
  const description =
    part.description === undefined ? undefined : readText(part.description, place, place.log)
  if (description !== undefined) target.description = description
  if (part.default !== undefined) target.default = part.default
  if (part.deprecated !== undefined) target.deprecated = readText(part.deprecated, place, place.log) ?? ''
}

/** Files travel beside the document, by a protocol of their own (github.com/jaydenseric/graphql-multipart-request-spec). */
export const isUpload = (part: InputPart): boolean =>
  part.type?.includes('Upload') === true && /^\[*Upload[\]!]*$/.test(part.type)
