import type { ResolvedOutput, ResolvedValue } from './resolved-binding.ts'

/** All values of a projection, those inside rows included, in the order of the binding. */
export function valuesOf(outputs: readonly ResolvedOutput[]): readonly ResolvedValue[] {
  return outputs.flatMap((output) => (output.kind === 'rows' ? output.fields : [output]))
}
