import { valueOutputs } from '@bindery/model'
import type { ResolvedOutput, ResolvedValue } from './resolved-binding.ts'

/** All values of a projection, those inside rows included, in the order of the binding. */
export const valuesOf = (outputs: readonly ResolvedOutput[]): readonly ResolvedValue[] =>
  valueOutputs(outputs)
