import {
  type Output,
  type PartialList,
  type PathStep,
  PlatformError,
  type OperationSkill,
  type SkillParameter,
} from '@bindery/model'
import { pathText } from '../unusable-answer.ts'

/** What was read of a list that is, or may be, a part of more. */
export interface ReadPart {
  readonly list: readonly string[]
  /** Rows that came, before any was tested. */
  readonly read: number
  readonly more: PartialList['more']
}

/**
 * What cannot be said for certain of a part of the rows: how many there are, which is the first, and that there is none.
 * Carried as an error until the run ends with it as its outcome.
 */
export function notCertain(part: ReadPart, skill: OperationSkill): PlatformError {
  const { rows = [], pages = 1 } = skill.reading ?? {}
  const list = rows.length === 0 ? 'the answer' : `"${pathText(rows)}"`
  const from = pages > 1 ? `, from up to ${pages} pages` : ''
  return uncertain(part, { list, from, way: narrowing(skill) })
}

/** The same of a list within a row: that none of its rows fits is said of all of them or not at all. */
export const noneCertain = (part: Pick<ReadPart, 'read' | 'more'>, leaf: string): PlatformError =>
  uncertain(part, {
    list: `a list "${leaf}"`,
    from: '',
    way: 'None of them fits. Its binding can ask for this list with an operation of its own, or test less of it.',
  })

interface UncertainList {
  readonly list: string
  readonly from: string
  readonly way: string
}

function uncertain(
  { read, more }: Pick<ReadPart, 'read' | 'more'>,
  { list, from, way }: UncertainList,
): PlatformError {
  const has = more === 'certain' ? 'has more' : 'may have more'
  const message =
    `The first ${read} rows of ${list} were read${from}, and the provider ${has}: ` +
    `what this asks for cannot be said for certain. ${way}`
  return new PlatformError('upstream_error', message, { reason: 'not_certain', sent: 'maybe' })
}

function narrowing({ parameters, egress }: OperationSkill): string {
  const isSent = ({ name }: SkillParameter): boolean => egress.some(({ parameter }) => parameter === name)
  const names = parameters
    .filter((parameter) => parameter.origin === undefined && isSent(parameter))
    .map(({ name }) => `"${name}"`)
  if (names.length === 0) return 'Its binding can read more pages, or send a condition to the provider.'
  return `Narrow it by ${names.join(' or ')}; its binding can also read more pages, or send more conditions.`
}

/** Whether an output shows anything but the list itself of the rows: one of them, or something made of all. */
export const picksRows = (outputs: readonly Output[], rows: readonly PathStep[]): boolean =>
  outputs.some((output) => {
    if (output.kind === 'value') return isOfRows(output.path, rows)
    // Rows of the list itself are shown as a list.
    if (output.path.length === rows.length && startsWith(output.path, rows)) return false
    return (
      isOfRows(output.path, rows) ||
      output.fields.some(({ path }) => isOfRows([...output.path, ...path], rows))
    )
  })

/** A way into the list, or to something around it that is taken as a whole. */
const isOfRows = (path: readonly PathStep[], rows: readonly PathStep[]): boolean =>
  startsWith(path, rows) || startsWith(rows, path)

const startsWith = (path: readonly PathStep[], start: readonly PathStep[]): boolean =>
  start.every((step, at) => {
    const own = path[at]
    return own?.kind === 'field' && step.kind === 'field' && own.name === step.name
  })
