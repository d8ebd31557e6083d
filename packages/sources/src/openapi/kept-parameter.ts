import { type Argument, headerProblem, type Json } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import type { IssueLog } from '../json-schema/issue-log.ts'
import type { Lifted } from '../json-schema/lifted.ts'
import type { ObjectPlace } from '../json-schema/place.ts'
import { checkName, readText } from '../json-schema/read-text.ts'
import { readValue } from '../json-schema/read-value.ts'
import type { Call, ParameterEncoding } from './call.ts'
import type { KnownParameter } from './normal-form.ts'
import { roleOf } from './parameter-roles.ts'

/** A parameter as an argument, how it travels, and its value when there is only one. */
export interface KeptParameter {
  readonly argument: Argument
  /** Absent for what the connection fills. */
  readonly encoding?: ParameterEncoding
  readonly constant?: NonNullable<Call['constants']>[number]
}

/** A cookie is a part of the header `Cookie`, which has a value for each name once at most and belongs to the credential. */
export function problemOf({ place, name }: KnownParameter): string | undefined {
  if (place === 'cookie') return headerProblem('Cookie')
  return place === 'header' ? headerProblem(name) : undefined
}

/** A parameter as it is kept; one that can have a single value has that as a constant. */
export function toKept(
  parameter: KnownParameter,
  found: { readonly name: string; readonly lifted: Lifted; readonly isCredential: boolean },
  log: IssueLog,
): KeptParameter {
  const argument = toArgument(parameter, found, log)
  if (found.isCredential) return { argument }
  const encoding = toEncoding(parameter, found.name)
  const value = problemOf(parameter) === undefined ? onlyValue(parameter, found.lifted) : undefined
  if (value === undefined) return { argument, encoding }
  const constant = { argument: found.name, value }
  return { argument: { ...argument, required: false, default: value }, encoding, constant }
}

function toArgument(
  parameter: KnownParameter,
  found: { readonly name: string; readonly lifted: Lifted; readonly isCredential: boolean },
  log: IssueLog,
): Argument {
  const { at } = parameter
  const { lifted } = found
  checkName(parameter.name, at, log)
  const role = found.isCredential ? 'credential' : roleOf(parameter)
  const isFilled = role === 'credential' || role === 'idempotency'
  const argument: Draft<Argument> = {
    name: found.name,
    place: parameter.place === 'form' ? 'body' : parameter.place,
    type: lifted.type,
    nullable: lifted.nullable,
    required: parameter.required && !isFilled,
    sensitivity: found.isCredential ? 'credential' : 'none',
    provenance: at.pointer,
  }
  if (role !== undefined) argument.role = role
  const description = readText(at.node['description'], at, log) ?? lifted.description
  if (description !== undefined) argument.description = description
  if (lifted.default !== undefined) argument.default = lifted.default
  if (lifted.constraints !== undefined) argument.constraints = lifted.constraints
  const example = exampleOf(at.node['example'], at, log) ?? lifted.example
  if (example !== undefined && !found.isCredential) argument.example = example
  if (at.node['deprecated'] === true) argument.deprecated = ''
  else if (lifted.deprecated !== undefined) argument.deprecated = lifted.deprecated
  return argument
}

function exampleOf(value: Json | undefined, at: ObjectPlace, log: IssueLog): Json | undefined {
  if (value === undefined || value === null || typeof value === 'object') return undefined
  return readValue(value, at, log)
}

function toEncoding(parameter: KnownParameter, argument: string): ParameterEncoding {
  const place = parameter.place === 'form' || parameter.place === 'querystring' ? 'query' : parameter.place
  return {
    argument,
    name: parameter.name.toWellFormed(),
    place,
    style: parameter.style,
    explode: parameter.explode,
    ...(parameter.allowReserved ? { allowReserved: true } : {}),
    ...(parameter.contentType === undefined ? {} : { contentType: parameter.contentType }),
  }
}

/** The one value that a required parameter can have. */
function onlyValue(parameter: KnownParameter, lifted: Lifted): string | number | boolean | undefined {
  if (!parameter.required || lifted.type.kind !== 'enum' || lifted.nullable) return undefined
  const [only, second] = lifted.type.values
  return second === undefined ? only : undefined
}
