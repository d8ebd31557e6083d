import type { StepsBinding } from '@bindery/client'
import { isBinding, isRecord } from '../binding-shape.ts'

/**
 * Whether a value has the shape that the panes of steps can show: what each step calls is held to what a binding of one operation
 * is held to, and the rest to what is said of steps only.
 */
export const isSteps = (value: unknown): value is StepsBinding =>
  isRecord(value) &&
  Array.isArray(value['steps']) &&
  value['steps'].every(isStep) &&
  isBinding({
    operation: '',
    toolName: value['toolName'],
    ...(value['description'] !== undefined && { description: value['description'] }),
    ...(value['projection'] !== undefined && { projection: value['projection'] }),
  })

const isStep = (value: unknown): boolean =>
  isRecord(value) &&
  isText(value['id']) &&
  isText(value['integration']) &&
  isMissingOr(value['take'], isText) &&
  isMissingOr(value['more'], isText) &&
  isMissingOr(value['max'], (max) => typeof max === 'number') &&
  isMissingOr(value['distinguishBy'], (names) => Array.isArray(names) && names.every(isPath)) &&
  isBinding({ ...value, toolName: '' })

const isText = (value: unknown): boolean => typeof value === 'string'
const isPath = (value: unknown): boolean =>
  isText(value) ||
  (Array.isArray(value) && value.every((name) => typeof name === 'string' || typeof name === 'number'))
const isMissingOr = (value: unknown, check: (value: unknown) => boolean): boolean =>
  value === undefined || check(value)
