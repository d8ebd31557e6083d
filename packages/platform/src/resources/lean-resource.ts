import {
  canonicalJson,
  Binding,
  isJsonObject,
  type JsonObject,
  parseJson,
  StepsBinding,
} from '@bindery/model'
import type { z } from 'zod'
import type { Resource } from './resource.ts'
import { toMembers } from './kept-resources.ts'

/** A resource as somebody would write it: without what would be so anyway. */
export function leanResource(resource: Resource): JsonObject {
  const members = toMembers(resource)
  if (resource.kind === 'Agent') return members
  const shape: Readonly<Record<string, z.ZodType>> = 'steps' in resource ? StepsBinding.shape : Binding.shape
  const lean = Object.entries(members).filter(([name, value]) => !isUsual(shape[name], value))
  const value = parseJson(JSON.stringify(Object.fromEntries(lean)))
  if (!isJsonObject(value)) throw new TypeError('A resource is an object.')
  return value
}

function isUsual(schema: z.ZodType | undefined, value: unknown): boolean {
  const usual = schema?.safeParse(undefined)
  return (
    usual?.success === true && usual.data !== undefined && canonicalJson(usual.data) === canonicalJson(value)
  )
}
