import { outputPath } from '../resolution/output-path.ts'
import {
  describeType,
  everyOutput,
  type Fix,
  formatFieldPath,
  type Json,
  type PathStep,
  toPointer,
  type TypeRef,
} from '@bindery/model'
import { describeInferred } from '@bindery/expression'
import type { ResolvedRows, ResolvedValue } from '../resolution/resolved-binding.ts'
import { defaultMaxRows } from '../resolution/resolve-outputs.ts'
import { visibleFields } from '../resolution/catalog-view.ts'
import { toSnakeCase } from '../resolution/propose-parameter.ts'
import { removing } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/**
 * `path_not_scalar`: an output is a scalar, or rows of scalars from a list. `rows_default`, `rows_of_one` (infos),
 * `output_untyped` (warning): what was assumed where the binding or the provider is silent.
 */
export const pathScalar: Rule = (context) => {
  for (const output of everyOutput(context.outputs)) {
    if (output.kind === 'value') checkValue(output, context)
    else checkRows(output, context)
  }
}

function checkRows(rows: ResolvedRows, context: RuleContext): void {
  const { origin, leaf, resolution, shape } = rows
  if (resolution.status === 'over_list') reportOverList(rows, resolution.list, context)
  if (resolution.status !== 'found') return
  if (shape === 'neither') {
    context.report({
      code: 'path_not_scalar',
      severity: 'error',
      path: outputPath(origin),
      message: `"${leaf}" wants rows, but its path leads to ${describeType(resolution.value.type)}. Remove "fields" and "max".`,
    })
  }
  if (shape === 'object') {
    const message = `"${leaf}" leads to a single object: it gives a list of one row.`
    context.report({ code: 'rows_of_one', severity: 'info', path: outputPath(origin), message })
  }
  if (rows.maxOrigin === 'authored') return
  context.report({
    code: 'rows_default',
    severity: 'info',
    path: origin,
    message: `"${leaf}" gives at most ${defaultMaxRows} rows, since "max" is not set.`,
    fixes: [
      {
        title: `Set "max" to ${defaultMaxRows}`,
        patch: [{ op: 'add', path: toPointer([...origin, 'max']), value: defaultMaxRows }],
      },
    ],
  })
}

function checkValue(output: ResolvedValue, context: RuleContext): void {
  const { origin, leaf, resolution, transform, view } = output
  if (resolution.status === 'over_list') reportOverList(output, resolution.list, context)
  if (resolution.status !== 'found') return
  if (resolution.reverse !== undefined) return reportNotScalar(output, resolution.value.type, context)
  if (view === undefined && transform?.check.status === 'typed') {
    context.report({
      code: 'path_not_scalar',
      severity: 'error',
      path: [...origin, 'transform'],
      message: `The transform of "${leaf}" gives ${describeInferred(transform.check.typing.type)}. An output is a scalar or a list of scalars.`,
    })
  }
  if (view === undefined && transform === undefined) reportNotScalar(output, resolution.value.type, context)
  const isUntyped = view?.type.kind === 'scalar' && view.type.scalar === 'any'
  if (!isUntyped) return
  const message = `The provider does not describe the value of "${leaf}". It is passed on as it is, or null.`
  context.report({ code: 'output_untyped', severity: 'warning', path: outputPath(origin), message })
}

function reportNotScalar(
  { origin, leaf, resolution }: ResolvedValue,
  type: TypeRef,
  context: RuleContext,
): void {
  if (resolution.status !== 'found') return
  const advice =
    type.kind === 'list' ? 'Return rows, take one item, or add a transform.' : 'Go on to one of its fields.'
  context.report({
    code: 'path_not_scalar',
    severity: 'error',
    path: outputPath(origin),
    message: `"${leaf}" leads to ${describeType(type)}, which is no scalar. ${advice}`,
    suggestions: fieldPaths(resolution.steps, type, context),
    fixes: [
      ...toRows({ origin, leaf, steps: resolution.steps }, type, context),
      removing(`Remove the output "${leaf}"`, origin),
    ],
  })
}

function reportOverList(
  { origin, leaf, resolution }: ResolvedValue | ResolvedRows,
  list: readonly PathStep[],
  { report }: RuleContext,
): void {
  if (resolution.status !== 'over_list') return
  const rest = formatFieldPath(resolution.rest)
  const listPath = formatFieldPath(list)
  const first = formatFieldPath([...list, { kind: 'item', index: 0 }, ...resolution.rest])
  const rows: Json = {
    path: listPath,
    leaf,
    max: defaultMaxRows,
    fields: [{ path: rest, leaf: toSnakeCase(rest) }],
  }
  // Lists stand in one another two levels deep within the outer one.
  const isDeepest = origin.length > 6
  report({
    code: 'path_not_scalar',
    severity: 'error',
    path: outputPath(origin),
    message: `"${listPath === '' ? '$' : listPath}" is a list: the path of "${leaf}" gives many values. Return rows${resolution.reverse === undefined ? ', or take one item' : ''}.`,
    suggestions: resolution.reverse === undefined ? [first] : [],
    fixes: [
      ...(isDeepest
        ? []
        : [
            {
              title: 'Return rows',
              patch: [{ op: 'replace' as const, path: toPointer(origin), value: rows }],
            },
          ]),
      ...(resolution.reverse === undefined
        ? [
            {
              title: 'Take the first item',
              patch: [{ op: 'replace' as const, path: toPointer(outputPath(origin)), value: first }],
            },
          ]
        : []),
    ],
  })
}

interface Spot {
  readonly origin: ResolvedValue['origin']
  readonly leaf: string
  readonly steps: readonly PathStep[]
}

/** A list of objects can become rows of its plain fields; a list of scalars can stay one by the transform `$`. */
function toRows({ origin, leaf, steps }: Spot, type: TypeRef, context: RuleContext): readonly Fix[] {
  if (type.kind !== 'list') return []
  const fields = scalarFields(type.items, context).slice(0, 5)
  if (fields.length === 0) {
    return [
      {
        title: 'Keep the list',
        patch: [{ op: 'add', path: toPointer([...origin, 'transform']), value: '$' }],
      },
    ]
  }
  const value: Json = {
    path: formatFieldPath(steps),
    leaf,
    max: defaultMaxRows,
    fields: fields.map((name) => ({
      path: formatFieldPath([{ kind: 'field', name }]),
      leaf: toSnakeCase(name),
    })),
  }
  return [{ title: 'Return rows', patch: [{ op: 'replace', path: toPointer(origin), value }] }]
}

function fieldPaths(steps: readonly PathStep[], type: TypeRef, context: RuleContext): readonly string[] {
  return scalarFields(type, context)
    .slice(0, 3)
    .map((name) => formatFieldPath([...steps, { kind: 'field', name }]))
}

function scalarFields(type: TypeRef, { view }: RuleContext): readonly string[] {
  const object = type.kind === 'object' ? view.index.object(type.name) : undefined
  if (object === undefined) return []
  const isPlain = (field: ReturnType<typeof visibleFields>[number]) =>
    (field.type.kind === 'scalar' || field.type.kind === 'enum') &&
    field.access !== 'write_only' &&
    field.isErrorChannel !== true &&
    (field.sensitivity === 'none' || field.sensitivity === 'contact')
  return visibleFields(object, view)
    .filter(isPlain)
    .map((field) => field.name)
}
