import { formatFieldPath, parseFieldPath, type ProjectionEntry, type StepsBinding } from '@bindery/model'
import type { AuthoredWorkflow } from './build-binding.ts'

/** The name of the only step of a workflow of one operation. */
export const onlyStep = 'call'

/** A workflow of either form as steps, so that both are written alike. */
export function toStepsBinding(authored: AuthoredWorkflow): StepsBinding {
  if (authored.form === 'steps') return authored.binding
  const { integration, binding } = authored
  const { operation, inputs, inputObjectMap, where, orderBy, aggregate, rows, pages, acceptScan } = binding
  const { sqlSearch: _search, sqlWrite: _write, projection, ...settings } = binding
  const step = {
    id: onlyStep,
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
  return { ...settingsOf(settings), steps: [step], projection: projection.map(inStep) }
}

type Settings = Omit<StepsBinding, 'steps' | 'projection'>

function settingsOf({
  toolName,
  description,
  enabled,
  timeoutMs,
  rateLimitPerMinute,
  requiresConfirmation,
  requiresHumanApproval,
  contextParams,
  phases,
  allowedStates,
  maxSuccessfulCalls,
  messages,
  allowSensitive,
}: Settings): Settings {
  return {
    toolName,
    description,
    enabled,
    timeoutMs,
    rateLimitPerMinute,
    requiresConfirmation,
    requiresHumanApproval,
    contextParams,
    phases,
    allowedStates,
    maxSuccessfulCalls,
    messages,
    allowSensitive,
  }
}

/** The path of an output with the name of the step before it; as it is where it cannot be read. */
function inStep(entry: ProjectionEntry): ProjectionEntry {
  const parsed = parseFieldPath(entry.path)
  if (!parsed.ok) return entry
  return { ...entry, path: formatFieldPath([{ kind: 'field', name: onlyStep }, ...parsed.value]) }
}
