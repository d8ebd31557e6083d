import {
  type Binding,
  formatFieldPath,
  parseFieldPath,
  type ProjectionEntry,
  type StepsBinding,
} from '@bindery/model'
import type { AuthoredWorkflow } from './build-binding.ts'

/** The name of the only step of a workflow of one operation. */
export const onlyStep = 'call'

/** A workflow of either form as steps, so that both are written alike. */
export function toStepsBinding(authored: AuthoredWorkflow): StepsBinding {
  if (authored.form === 'steps') return authored.binding
  const { integration, binding } = authored
  const { operation, inputs, inputObjectMap, where, orderBy, aggregate, rows, pages, acceptScan } = binding
  const step = {
    integration,
    operation,
    inputs,
    inputObjectMap,
    where,
    orderBy,
    aggregate,
    rows,
    pages,
    acceptScan,
  }
  return {
    ...wholeOf(binding),
    steps: [{ id: onlyStep, ...step }],
    projection: binding.projection.map(inStep),
  }
}

/** What a binding of one operation says of the whole: all that is not of its only step. */
function wholeOf({
  operation: _operation,
  inputs: _inputs,
  inputObjectMap: _fields,
  where: _where,
  orderBy: _order,
  aggregate: _aggregate,
  rows: _rows,
  pages: _pages,
  acceptScan: _scan,
  sqlSearch: _search,
  sqlWrite: _write,
  projection: _outputs,
  ...whole
}: Binding): Omit<StepsBinding, 'steps' | 'projection'> {
  return whole
}

/** The path of an output with the name of the step before it; as it is where it cannot be read. */
function inStep(entry: ProjectionEntry): ProjectionEntry {
  const parsed = parseFieldPath(entry.path)
  if (!parsed.ok) return entry
  return { ...entry, path: formatFieldPath([{ kind: 'field', name: onlyStep }, ...parsed.value]) }
}
