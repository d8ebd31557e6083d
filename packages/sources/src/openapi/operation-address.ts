import type { Operation } from '@bindery/model'
import type { OperationAddress } from '../http-json/operation-address.ts'
import { Call } from './call.ts'

/** The names that the document has for an operation and its parts. */
export function operationAddress(operation: Operation): OperationAddress {
  const { method, path, parameters, body } = Call.parse(operation.call)
  const nameOf = (slot: string): string =>
    parameters.find(({ argument, place }) => place === 'path' && argument === slot)?.name ?? slot
  return {
    method: method.toUpperCase(),
    path: path.map((part) => (typeof part === 'string' ? part : `{${nameOf(part.slot)}}`)).join(''),
    parameters: parameters.map(({ argument, name, place }) => ({ argument, name, place })),
    ...(body === undefined ? {} : { mediaType: body.mediaType }),
  }
}
