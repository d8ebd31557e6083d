import { isJsonObject, isWrite, type JsonObject, type Operation, ownProperty } from '@bindery/model'
import { type EffectClaim, type EffectGround, findGround } from '../effects/claim.ts'
import { Call } from './call.ts'

/**
 * Annotations are hints of a server that need not be believed: only "read only" makes a read, and its name, its title and
 * its description may overrule it.
 * Without it a tool does something, and more where its name says so; in MCP a tool that says nothing counts as destructive.
 */
export function groundOf(tool: JsonObject): EffectGround {
  const annotations = ownProperty(tool, 'annotations')
  const hints = annotations !== undefined && isJsonObject(annotations) ? annotations : {}
  if (ownProperty(hints, 'destructiveHint') === true) return byServer('destructiveHint')
  if (ownProperty(hints, 'readOnlyHint') !== true) return byServer('no readOnlyHint')
  return { says: 'read', because: 'readOnlyHint', by: 'protocol', certainty: 'presumed' }
}

export function claimEffect(operation: Operation): EffectClaim {
  const { tool } = Call.parse(operation.call)
  const ground = findGround(operation) ?? remembered(operation)
  return { ...ground, name: tool, ...(ground.says === 'read' ? { isHint: true } : {}) }
}

/** Catalogs that were stored without evidence hold a read only where the server said so. */
const remembered = ({ effect }: Operation): EffectGround =>
  isWrite(effect)
    ? byServer('no readOnlyHint')
    : { says: 'read', because: 'readOnlyHint', by: 'protocol', certainty: 'presumed' }

const byServer = (because: string): EffectGround => ({
  says: 'action',
  because,
  by: 'protocol',
  certainty: 'floor',
})
