import type { Parameter } from '../functions/signature.ts'
import { itemsOf } from './function-results.ts'
import { type Inferred, mayBeNull } from './inferred-type.ts'

/**
 * Whether an argument may be null, or hold null, where its parameter takes none, or be missing behind the first: the call
 * then gives nothing, and so does the expression around it.
 */
export function mayLackArgument(
  value: Inferred,
  { parameter, index }: { readonly parameter: Parameter; readonly index: number },
): boolean {
  const takesNull = parameter.accepts.includes('l')
  if (!takesNull && (mayBeNull(value) || (index > 0 && value.missing))) return true
  return parameter.items !== undefined && mayBeNull(itemsOf(value))
}
