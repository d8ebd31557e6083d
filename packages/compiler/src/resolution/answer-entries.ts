import { type Binding, namedOutputs, type Typed } from '@bindery/model'
import type { CatalogView } from './catalog-view.ts'
import {
  authoredConditions,
  type AuthoredCondition,
  compared,
  type ConditionArena,
  entriesOf,
  innerPlace,
  limitsOf,
  toEntry,
} from './condition-entries.ts'
import { type FoundPath, resolvePath, wholePaths } from './resolve-path.ts'
import type { ResolvedOutput } from './resolved-binding.ts'
import type { RowsResolution } from './resolve-reading.ts'
import { resolveTarget, rowPlace } from './resolve-target.ts'
import type { Target, TargetResolution } from './target.ts'
import type { Entry } from './resolved-entry.ts'

/** Where conditions on the rows of an answer are looked up. */
export interface AnswerArena extends ConditionArena {
  readonly rows: RowsResolution | undefined
}

/** What the conditions of a binding send and what they test after reading: one that does both is two entries. */
export function answerEntries(binding: Binding, outputs: readonly ResolvedOutput[]): readonly Entry[] {
  const own = authoredConditions(binding).flatMap((authored) => {
    const { field, argument } = authored.condition
    return [
      ...(argument === undefined ? [] : [toSent(authored, argument)]),
      ...(field === undefined ? [] : [toTested(authored, field)]),
    ]
  })
  return [...own, ...innerEntries(outputs)]
}

/** Rows within rows are tested, and nothing is sent of them. */
const innerEntries = (outputs: readonly ResolvedOutput[]): readonly Entry[] =>
  namedOutputs(outputs).flatMap(({ name, output }) => {
    if (output.kind !== 'rows' || output.inner?.row === undefined) return []
    return entriesOf({ where: output.where }, { ...innerPlace(output, name), row: output.inner.row })
  })

/** What a condition sends fills an argument, as any entry does: rules for what is filled hold for it. */
function toSent(authored: AuthoredCondition, argument: string): Entry {
  const { condition, namesRows: _, ...entry } = toEntry(authored, { key: 'argument', name: argument })
  return { ...entry, sent: condition }
}

function toTested(authored: AuthoredCondition, field: string): Entry {
  const entry = toEntry(authored, { key: 'field', name: field })
  return authored.condition.argument === undefined ? entry : { ...entry, isTwin: true }
}

/** The argument that a condition is sent in: what it takes is what the argument takes, and null is never sent. */
export function resolveSent({ name, sent }: Entry, arena: ConditionArena): TargetResolution {
  const found = resolveTarget(name, 'arguments_first', arena)
  if (found.status !== 'found' || sent === undefined) return found
  // Not given is not sent: the default of the argument stays that of the provider.
  const { default: _default, ...target } = found.target
  const limits = limitsOf(sent)
  const constraints = limits === undefined ? target.constraints : { ...target.constraints, ...limits }
  return {
    status: 'found',
    target: { ...target, nullable: false, ...(constraints === undefined ? {} : { constraints }) },
  }
}

/** The field that a condition tests, with the type of what it is compared with. */
export function resolveTested(
  { name, condition, row }: Entry,
  { rows, view }: AnswerArena,
): TargetResolution {
  const own = rows?.status === 'found' ? rows.row : undefined
  return compared(resolveRowField(name, row ?? own, view), condition)
}

/** A field of the rows of an answer, in the form of a place: nothing fills it. */
function resolveRowField(name: string, row: Typed | undefined, view: CatalogView): TargetResolution {
  if (row === undefined) return { status: 'unknown', suggestions: [] }
  const found = resolvePath(row, name, view)
  switch (found.status) {
    case 'found':
      return { status: 'found', target: rowTarget(name, found) }
    case 'blocked':
      return { status: 'blocked' }
    case 'not_found':
      return { status: 'unknown', suggestions: wholePaths(found) }
    case 'unreadable':
    case 'over_list':
      return { status: 'unknown', suggestions: [] }
  }
}

function rowTarget(name: string, { steps, value, fields, sensitivity }: FoundPath): Target {
  const field = fields.at(-1)?.field
  const path = steps.map((step) => (step.kind === 'field' ? step.name : String(step.index)))
  const { type, nullable } = value
  return {
    path,
    steps,
    fields,
    type,
    nullable,
    required: false,
    sensitivity,
    isReadOnly: false,
    ...(field?.description === undefined ? {} : { description: field.description }),
    argument: { name, place: rowPlace, type, nullable, required: false, sensitivity, provenance: '' },
  }
}
