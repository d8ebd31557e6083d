import {
  Binding,
  type BindingInputDocument,
  formatFieldPath,
  type Operation,
} from '../../../packages/model/src/index.ts'
import { findGold } from './check-labels.ts'
import { compileFor } from './compile-for.ts'
import { type GoalMapper, noUsage } from './goal-mapper.ts'
import type { Goal } from './goals.ts'
import { foldColumn } from './operation-label.ts'

/** Answers one goal with its labels: what a perfect mapper would draft, so that scoring and labels can be tried. */
export function oracleFor(goal: Goal): GoalMapper {
  return {
    costs: 'nothing',
    async map(_request, catalog) {
      const gold = findGold(goal, catalog)
      if (gold === undefined)
        return { status: 'abstained', mode: 'oracle', reasons: ['No operation.'], usage: noUsage }
      const binding = Binding.parse({ ...draftOf(goal, gold), operation: gold.name, toolName: 'Oracle' })
      const compiled = (await compileFor(catalog)).compile(binding)
      return {
        status: 'mapped',
        mode: 'oracle',
        operation: gold.name,
        binding,
        compiles: compiled.ok,
        confidence: 1,
        open: 0,
        strength: 'strong',
        usage: noUsage,
      }
    },
  }
}

type Draft = Omit<BindingInputDocument, 'operation' | 'toolName'>

function draftOf({ inputs, outputs }: Goal, gold: Operation): Draft {
  const placed = inputs.map(({ param, argument }) => ({ param, ...placeOf(argument, gold) }))
  const columns = placed
    .filter(({ place }) => place === 'set')
    .map(({ param, target }) => ({ param, column: target }))
  const key = placed.find(({ place }) => place === 'where')
  const table = gold.object ?? ''
  const write = {
    table,
    columns,
    ...(key === undefined ? {} : { keyColumn: key.target, keyParam: key.param }),
  }
  const filter = key === undefined ? undefined : { column: key.target, param: key.param }
  return {
    inputs: placed
      .filter(({ place }) => place === 'argument')
      .map(({ param, target }) => ({ param, argument: target })),
    inputObjectMap: placed
      .filter(({ place }) => place === 'field')
      .map(({ param, target }) => ({ param, field: target })),
    projection: projectionOf(outputs, gold),
    ...(columns.length > 0 ? { sqlWrite: { ...write, mode: key === undefined ? 'insert' : 'update' } } : {}),
    ...(columns.length === 0 && filter !== undefined ? { sqlSearch: { table, filter } } : {}),
  }
}

type Place = 'argument' | 'field' | 'where' | 'set'

/** Where a label puts a parameter: an argument, a field of the input, or a column. */
export function placeOf(
  label: string,
  { arguments: all, inputArgument }: Operation,
): { place: Place; target: string } {
  const [place = '', ...rest] = label.replaceAll('[]', '').split('.')
  const target = rest.join('.')
  if (place === 'where' || place === 'set') {
    const column = all.find(({ name }) => foldColumn(name) === foldColumn(target))
    return { place, target: column?.name ?? target }
  }
  if (place !== 'body' && all.some(({ name }) => name === target)) return { place: 'argument', target }
  if (place !== 'body') return { place: 'field', target: target.replace(`${inputArgument ?? ''}.`, '') }
  return all.some((argument) => argument.place === 'body' && argument.name === target)
    ? { place: 'argument', target }
    : { place: 'field', target }
}

/** Outputs below one list are the fields of its rows; lists within rows give their first item. */
function projectionOf(outputs: Goal['outputs'], { returns }: Operation): NonNullable<Draft['projection']> {
  const single: { path: string; leaf: string }[] = []
  const rows = new Map<string, { path: string; leaf: string }[]>()
  for (const { name, path: label } of outputs) {
    // Labels of tables leave out that a search answers with rows.
    const path = returns?.type.kind === 'list' && !label.startsWith('[]') ? `[].${label}` : label
    const [, list, inner = ''] = /^((?:[^[]*?)\[\])\.?(.*)$/.exec(path) ?? []
    if (list === undefined || inner === '') single.push({ path: pathText(path), leaf: name })
    else rows.set(list, [...(rows.get(list) ?? []), { path: pathText(inner), leaf: name }])
  }
  const lists = [...rows].map(([list, fields], at) => ({
    path: list === '[]' ? '$' : pathText(list.slice(0, -2)),
    leaf: `rows_${at}`,
    max: 10,
    fields,
  }))
  return [...single, ...lists]
}

const pathText = (path: string): string =>
  formatFieldPath(
    path.split('.').flatMap((part) => {
      const field = { kind: 'field', name: part.replace('[]', '') } as const
      return part.endsWith('[]') ? [field, { kind: 'item', index: 0 } as const] : [field]
    }),
  )
