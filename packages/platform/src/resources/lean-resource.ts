import {
  Binding,
  canonicalJson,
  isJsonObject,
  type JsonObject,
  parseJson,
  Step,
  StepsBinding,
} from '@bindery/model'
import type { z } from 'zod'
import type { Resource } from './resource.ts'

type Shape = Readonly<Record<string, z.ZodType>>

/** A resource as somebody would write it: in the order of its schema, without what would be so anyway. */
export function leanResource(resource: Resource): JsonObject {
  if (resource.kind === 'Agent') return toJson(resource)
  if (!('steps' in resource)) return toJson(withoutUsual(resource, Binding.shape))
  const steps = resource.steps.map((step) => withoutUsual(step, Step.shape))
  return toJson({ ...withoutUsual(resource, StepsBinding.shape), steps })
}

const withoutUsual = (members: object, shape: Shape): object =>
  Object.fromEntries(Object.entries(members).filter(([name, value]) => !isUsual(shape[name], value)))

function isUsual(schema: z.ZodType | undefined, value: unknown): boolean {
  const usual = schema?.safeParse(undefined)
  return (
    usual?.success === true && usual.data !== undefined && canonicalJson(usual.data) === canonicalJson(value)
  )
}

function toJson(members: object): JsonObject {
  const value = parseJson(JSON.stringify(members))
  if (!isJsonObject(value)) throw new TypeError('A resource is an object.')
  return value
}
