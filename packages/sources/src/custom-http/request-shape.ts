import type { Operation } from '@bindery/model'
import type { RequestShape } from '../http-json/request-shape.ts'
import { Call } from './call.ts'

/** What a request of an action has whatever its variables are. */
export function requestShape(operation: Operation): RequestShape {
  const { method, path, query } = Call.parse(operation.call)
  const fixed = query.flatMap(({ name, parts }) =>
    parts.every((part) => typeof part === 'string') ? [[name, parts.join('')] as const] : [],
  )
  return { method, path, query: fixed }
}
