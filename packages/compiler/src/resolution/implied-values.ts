import type { Json } from '@bindery/model'
import { checkConstant } from './check-constant.ts'
import { findArgumentGaps, findFieldGaps } from './required-targets.ts'
import type { Target } from './target.ts'
import type { ResolvedAssignment, ResolvedBinding } from './resolved-binding.ts'

/**
 * What is sent though the binding does not name it: the default, or the only possible value, of a required place that
 * nothing fills. `required` holds whatever the default is, and providers that check by their own description refuse a
 * call without it. A default that does not fit its own place is none. In the body of an update nothing is implied: it
 * would overwrite what is there.
 */
export function impliedValues(resolved: ResolvedBinding): readonly ResolvedAssignment[] {
  return openTargets(resolved).flatMap((target): readonly ResolvedAssignment[] => {
    const value = wouldOverwrite(target, resolved) ? undefined : impliedValue(target, resolved)
    if (value === undefined) return []
    const isField = target.path.length > 1
    return [
      {
        origin: [isField ? 'inputObjectMap' : 'inputs'],
        key: isField ? 'field' : 'argument',
        name: target.path.join('.'),
        source: { from: 'constant', value },
        resolution: { status: 'found', target },
        isImplied: true,
      },
    ]
  })
}

/** Every required place that is sent and that no entry fills, at any depth. */
function openTargets(resolved: ResolvedBinding): readonly Target[] {
  const gaps = [...findArgumentGaps(resolved), ...findFieldGaps(resolved)]
  return gaps.filter(({ optional }) => optional === undefined).map(({ target }) => target)
}

/** The default of a place that fits it, or the only value that it can have. */
export function impliedValue(target: Target, { view }: Pick<ResolvedBinding, 'view'>): Json | undefined {
  const { type, nullable } = target
  if (target.default !== undefined && checkConstant(target.default, target, view) === undefined)
    return target.default
  if (type.kind !== 'enum' || nullable) return undefined
  const [only, ...more] = type.values
  return more.length === 0 ? only : undefined
}

/** Whether an implied value would change what the provider has stored. */
export const wouldOverwrite = (
  { path, argument }: Target,
  { operation }: Pick<ResolvedBinding, 'operation'>,
): boolean => operation.effect === 'update' && (path.length > 1 || argument.place === 'body')
