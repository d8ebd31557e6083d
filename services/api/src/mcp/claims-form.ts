import {
  isJsonObject,
  type Json,
  type JsonObject,
  ownProperty,
  type Skill,
  valueOutputs,
} from '@bindery/model'
import type { PrimitiveSchemaDefinition } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { CallerVerification } from '@bindery/platform/skills'

/** What a caller is asked for, to be verified. */
export interface ClaimsForm {
  readonly method: CallerVerification['method']
  /** JSON Schemas by claim. */
  readonly properties: JsonObject
  /** The same as a form for a person, which knows texts, numbers and truth values. */
  readonly asked: Readonly<Record<string, PrimitiveSchemaDefinition>>
  readonly required: readonly string[]
}

/**
 * The claims that find the person (the parameters of the verifier) and those that prove that it is them (the required
 * fields). A required field that the verifier gives as a truth value is proved by what it finds, so nobody is asked for it.
 */
export function toClaimsForm(
  { method, requiredFields }: Pick<CallerVerification, 'method' | 'requiredFields'>,
  verifier: Verifier,
): ClaimsForm {
  const { properties, required } = verifier.parametersSchema
  const lookup = isJsonObject(properties) ? properties : {}
  const proofs = requiredFields.filter(
    (field) => ownProperty(lookup, field) === undefined && !isTruth(verifier, field),
  )
  const all: JsonObject = {
    ...lookup,
    ...Object.fromEntries(
      proofs.map((field) => [
        field,
        { type: 'string', description: `What the caller says: ${toTitle(field)}` },
      ]),
    ),
  }
  const needed = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []
  return {
    method,
    properties: all,
    asked: Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, toQuestion(name, schema)])),
    required: [...new Set([...needed, ...proofs])],
  }
}

type Verifier = Pick<Skill, 'parametersSchema' | 'outputs'>

function isTruth({ outputs }: Verifier, leaf: string): boolean {
  return valueOutputs(outputs).some(
    ({ leaf: name, type }) => name === leaf && type.kind === 'scalar' && type.scalar === 'boolean',
  )
}

/** What the verifier takes in one form is asked for in that form: a run takes no digits as text for a number. */
function toQuestion(name: string, schema: Json): PrimitiveSchemaDefinition {
  const known = Known.parse(schema)
  const { description, minimum, maximum, minLength, maxLength, format } = known
  const words = { title: toTitle(name), ...(description === undefined ? {} : { description }) }
  const type = typeOf(known.type)
  switch (type) {
    case 'integer':
    case 'number':
      return {
        type,
        ...(minimum === undefined ? {} : { minimum }),
        ...(maximum === undefined ? {} : { maximum }),
        ...words,
      }
    case 'boolean':
      return { type, ...words }
    case 'string':
      if (known.enum !== undefined) return { type, enum: known.enum, ...words }
      return {
        type,
        ...(minLength === undefined ? {} : { minLength }),
        ...(maxLength === undefined ? {} : { maxLength }),
        ...(format === undefined ? {} : { format }),
        ...words,
      }
  }
}

const Text = z.string().optional().catch(undefined)
const Count = z.number().optional().catch(undefined)

/** What a form can show of a schema; the rest is left to the check of the verifier. */
const Known = z
  .object({
    type: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .catch(undefined),
    description: Text,
    minimum: Count,
    maximum: Count,
    minLength: Count,
    maxLength: Count,
    format: z.enum(['email', 'uri', 'date', 'date-time']).optional().catch(undefined),
    enum: z.array(z.string()).optional().catch(undefined),
  })
  .catch({})

/** The one form that a value has; text where it may have several, or one that no form shows. */
function typeOf(given: string | readonly string[] | undefined): 'integer' | 'number' | 'boolean' | 'string' {
  const [type, ...others] = [given ?? []].flat().filter((each) => each !== 'null')
  if (others.length > 0) return 'string'
  return type === 'integer' || type === 'number' || type === 'boolean' ? type : 'string'
}

const toTitle = (name: string): string => {
  const words = name.replaceAll('_', ' ')
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}
