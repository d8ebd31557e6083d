import type { Argument } from '@bindery/model'
import type { KnownParameter } from './normal-form.ts'

const idempotency = /^(?:x-)?idempot(?:ency|ent)(?:-?key|-?token|-?id)?$/
const version = /^(?:x-)?(?:[a-z0-9]+-)*(?:api-)?version$/

/** What a parameter other than a credential is for, when its name says so. */
export function roleOf(parameter: KnownParameter): Exclude<Argument['role'], 'credential'> | undefined {
  const name = parameter.name.toLowerCase()
  if (parameter.place === 'header' && idempotency.test(name)) return 'idempotency'
  if (parameter.place === 'header' && version.test(name)) return 'version'
  return parameter.place === 'query' && name === 'api-version' ? 'version' : undefined
}
