import type { ObjectType, Operation } from './catalog.ts'
import { type EffectOverride, overrideEffects } from './effect-override.ts'
import { fillArguments, type FilledEnvironment } from './filled-place.ts'
import { overrideSensitivity, type SensitivityOverride } from './sensitivity-override.ts'

/** Everything that operators said of a catalog in place of what was concluded, in words and by the connections that they made. */
export interface OperatorWord {
  readonly sensitivity: readonly SensitivityOverride[]
  readonly effects: readonly EffectOverride[]
  /** What the credentials of its connected environments fill of requests. */
  readonly filled: readonly FilledEnvironment[]
}

/** Catalog parts with what operators said of them; parts of which nothing was said come back as they are. */
export interface OperatorView {
  readonly object: (object: ObjectType) => ObjectType
  readonly operation: (operation: Operation) => Operation
}

export function viewAsOperator({ sensitivity, effects, filled }: OperatorWord): OperatorView {
  const classes = overrideSensitivity(sensitivity)
  const withEffect = overrideEffects(effects)
  return {
    object: classes.object,
    operation: (operation) => fillArguments(withEffect(classes.operation(operation)), filled),
  }
}
