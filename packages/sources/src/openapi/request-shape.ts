import type { Operation } from '@bindery/model'
import type { RequestShape } from '../http-json/request-shape.ts'
import { Call } from './call.ts'

/** What a request of an operation has whatever its arguments are. */
export function requestShape(operation: Operation): RequestShape {
  const { method, path, query = '', parameters, constants = [] } = Call.parse(operation.call)
  const fixed = constants.flatMap(({ argument, value }) => {
    const parameter = parameters.find((known) => known.argument === argument && known.place === 'query')
    return parameter === undefined ? [] : [[parameter.name, String(value)] as const]
  })
  return { method, path, query: [...new URLSearchParams(query), ...fixed] }
}
