import type { Binding } from '@bindery/client'

/**
 * Whether a value has the shape that the panes can show: what it says is for the compiler to judge. Held to before anything
 * becomes a draft, wherever it comes from: a text, a fix, what this browser kept.
 */
export function isBinding(value: unknown): value is Binding {
  if (!isRecord(value)) return false
  const { operation, toolName, description, inputs, inputObjectMap, projection, sqlSearch, sqlWrite } = value
  const { where, orderBy, aggregate, rows, pages } = value
  return (
    typeof operation === 'string' &&
    typeof toolName === 'string' &&
    isMissingOr(description, isText) &&
    isMissingOr(inputs, listOf(isInput)) &&
    isMissingOr(inputObjectMap, listOf(isEntry)) &&
    isMissingOr(projection, listOf(isOutput)) &&
    isMissingOr(sqlSearch, isSearch) &&
    isMissingOr(sqlWrite, isWrite) &&
    isMissingOr(where, listOf(isCondition)) &&
    isMissingOr(orderBy, listOf(isOrder)) &&
    isMissingOr(aggregate, isAggregate) &&
    isMissingOr(rows, isPath) &&
    isMissingOr(pages, isNumber)
  )
}

type Check = (value: unknown) => boolean

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText: Check = (value) => typeof value === 'string'
const isNumber: Check = (value) => typeof value === 'number'
const isMissingOr = (value: unknown, check: Check): boolean => value === undefined || check(value)
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)

const isInput: Check = (value) =>
  isRecord(value) &&
  isMissingOr(value['param'], isText) &&
  isText(value['argument']) &&
  isMissingOr(value['transform'], isText) &&
  isMissingOr(value['syntax'], isText) &&
  isMissingOr(value['template'], isText)

const isEntry: Check = (value) =>
  isRecord(value) &&
  isText(value['field']) &&
  isMissingOr(value['param'], isText) &&
  isMissingOr(value['transform'], isText)

const isPath: Check = (value) =>
  isText(value) || listOf((step) => isText(step) || typeof step === 'number')(value)

const isField: Check = (value) =>
  isRecord(value) && isPath(value['path']) && isText(value['leaf']) && isMissingOr(value['transform'], isText)

const isOutput: Check = (value) =>
  isField(value) &&
  isRecord(value) &&
  isMissingOr(value['max'], isNumber) &&
  isMissingOr(value['fields'], listOf(isOutput)) &&
  isMissingOr(value['where'], listOf(isCondition)) &&
  isMissingOr(value['orderBy'], listOf(isOrder))

const isColumn: Check = (value) =>
  isRecord(value) && isText(value['column']) && isMissingOr(value['param'], isText)

const isSearch: Check = (value) =>
  isRecord(value) &&
  isText(value['table']) &&
  isMissingOr(value['filter'], isColumn) &&
  isMissingOr(value['filters'], listOf(isColumn)) &&
  isMissingOr(value['constants'], listOf(isColumn))

const isWrite: Check = (value) =>
  isRecord(value) &&
  isText(value['table']) &&
  listOf(isColumn)(value['columns']) &&
  isMissingOr(value['keys'], listOf(isColumn)) &&
  isMissingOr(value['keyColumn'], isText) &&
  isMissingOr(value['keyParam'], isText)

const isFieldCondition: Check = (value) =>
  isRecord(value) &&
  isMissingOr(value['field'], isText) &&
  isMissingOr(value['argument'], isText) &&
  (isText(value['field']) || isText(value['argument'])) &&
  isMissingOr(value['op'], isText) &&
  isMissingOr(value['param'], isText) &&
  isMissingOr(value['relative'], isText) &&
  isMissingOr(value['max'], isNumber)

const isCondition: Check = (value) =>
  isRecord(value) && 'anyOf' in value ? listOf(isFieldCondition)(value['anyOf']) : isFieldCondition(value)

const isOrder: Check = (value) =>
  isRecord(value) && isText(value['field']) && isMissingOr(value['direction'], isText)

const isValue: Check = (value) =>
  isRecord(value) && isText(value['fn']) && isMissingOr(value['field'], isText) && isText(value['leaf'])

const isGroupBy: Check = (value) => isRecord(value) && isText(value['field']) && isText(value['leaf'])

const isAggregate: Check = (value) =>
  isRecord(value) &&
  listOf(isValue)(value['values']) &&
  isMissingOr(value['groupBy'], listOf(isGroupBy)) &&
  isMissingOr(value['leaf'], isText) &&
  isMissingOr(value['max'], isNumber)
