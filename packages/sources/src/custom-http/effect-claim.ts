import { isWrite, type Operation } from '@bindery/model'
import { type EffectClaim, type EffectGround, findGround } from '../effects/claim.ts'
import { literalsOf, slot } from '../effects/path-literals.ts'
import type { HttpAction } from './action.ts'
import { Call } from './call.ts'

/** Whether its author says that it writes, and what its method says where nobody does. */
export function groundOf({
  method,
  isWrite: isSaidToWrite,
}: Pick<HttpAction, 'method' | 'isWrite'>): EffectGround {
  if (isSaidToWrite === false) {
    return { says: 'read', because: 'isWrite: false', by: 'operator', certainty: 'exact' }
  }
  if (isSaidToWrite === true) {
    return { says: writeOf(method), because: 'isWrite: true', by: 'operator', certainty: 'floor' }
  }
  if (method === 'GET') return { says: 'read', because: method, by: 'protocol', certainty: 'presumed' }
  return { says: writeOf(method), because: method, by: 'protocol', certainty: 'floor' }
}

/** An action is named by its slug; its path has a say where that says nothing. */
export function claimEffect(operation: Operation): EffectClaim {
  const path = Call.parse(operation.call).path.map((part) => (typeof part === 'string' ? part : slot))
  return {
    ...(findGround(operation) ?? remembered(operation)),
    name: operation.name,
    path: literalsOf(path.join('')),
  }
}

/** Catalogs that were stored without evidence: another effect than that of the method was said by the author. */
function remembered({ call, effect }: Operation): EffectGround {
  const { method } = Call.parse(call)
  const isAsMethod = isWrite(effect) === (method !== 'GET')
  return groundOf(isAsMethod ? { method } : { method, isWrite: isWrite(effect) })
}

function writeOf(method: HttpAction['method']) {
  switch (method) {
    case 'GET':
    case 'POST':
      return 'action' as const
    case 'PUT':
    case 'PATCH':
      return 'update' as const
    case 'DELETE':
      return 'delete' as const
  }
}
