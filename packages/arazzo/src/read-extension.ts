import type { z } from 'zod'
import type { Findings } from './findings.ts'
import type { InputTable } from './input-table.ts'
import { namedParameters } from './named-parameters.ts'
import type { Located } from './node.ts'

/** What stands under the name of our extension; undefined where nothing does, or with issues where it is malformed. */
export function readExtension<Schema extends z.ZodType>(
  item: Located | undefined,
  schema: Schema,
  { inputs, findings }: { readonly inputs: InputTable; readonly findings: Findings },
): z.output<Schema> | undefined {
  if (item === undefined) return undefined
  const parsed = schema.safeParse(item.value)
  if (parsed.success) {
    for (const name of namedParameters(item.value)) inputs.nameOf({ from: 'caller', name, pointer: [] })
    return parsed.data
  }
  for (const issue of parsed.error.issues) {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
    findings.error('extension_invalid', [...item.path, ...path], issue.message)
  }
  return undefined
}
