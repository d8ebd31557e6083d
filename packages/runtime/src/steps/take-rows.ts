import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type OperationSkill,
  ownProperty,
  type PartialList,
  type PlatformError,
  type SkillStep,
  type TakenRows,
} from '@bindery/model'
import type { Performed } from '../perform-call.ts'
import { partialRows } from '../row-warnings.ts'
import { ambiguous, type SeveralRows } from './ambiguous-rows.ts'
import { quietStep } from './step-outcome.ts'

/** What goes on of the rows that a step found. */
export interface Taken {
  readonly rows: readonly JsonObject[]
  readonly warnings: readonly string[]
}

/**
 * Takes the rows that go on, or ends the whole: `not_found`, `ambiguous`, and `not_certain` where the provider has, or may
 * have, rows that were not read and one of them could be meant, or more than may go on.
 */
export function takeRows(step: SkillStep, take: TakenRows, { response, projected }: Performed): Taken {
  const found = ownProperty(projected.output, take.leaf)
  const rows = found !== undefined && isJsonArray(found) ? found.filter(isJsonObject) : []
  const more = moreOf(response.partial, step.skill)
  const isPart = more !== undefined
  switch (take.how) {
    case 'one':
      return { rows: [theOnly(rows, { step, take, isPart }) ?? nothing(step)], warnings: [] }
    case 'optional': {
      const only = theOnly(rows, { step, take, isPart })
      return { rows: only === undefined ? [] : [only], warnings: [] }
    }
    case 'first':
      return { rows: [theFirst(rows, { step, isPart })], warnings: [] }
    case 'each':
      return takeEach(rows, { step, take, more })
  }
}

type More = PartialList['more'] | undefined

/** Whether the provider has, or may have, more rows of the list than were read. */
function moreOf(partial: Performed['response']['partial'] = [], { outputs }: OperationSkill): More {
  const list = outputs[0]?.path.flatMap((way) => (way.kind === 'field' ? [way.name] : [])) ?? []
  return partial.find(
    ({ path }) =>
      path.length === 0 || (path.length === list.length && path.every((name, at) => name === list[at])),
  )?.more
}

function theOnly(rows: readonly JsonObject[], { step, take, isPart }: SeveralRows): JsonObject | undefined {
  const [only, ...more] = rows
  if (more.length > 0) throw ambiguous(rows, { step, take, isPart })
  if (isPart) throw uncertain(step)
  return only
}

/** Rows that were put in order after reading are the first of those that were read. */
function theFirst(rows: readonly JsonObject[], { step, isPart }: Omit<SeveralRows, 'take'>): JsonObject {
  const { reading, assignments } = step.skill
  const isAfter =
    reading?.order !== undefined || assignments.some(({ condition }) => condition?.tested !== undefined)
  if (isPart && isAfter) throw uncertain(step)
  return rows[0] ?? nothing(step)
}

interface AskedOfEach extends Omit<SeveralRows, 'isPart'> {
  readonly more: More
}

function takeEach(rows: readonly JsonObject[], { step, take, more }: AskedOfEach): Taken {
  if (rows.length <= take.max && more === undefined) return { rows, warnings: [] }
  const kept = rows.slice(0, take.max)
  if (take.more === 'cut') {
    const rest = rows.length > take.max || more === 'certain' ? 'has more' : 'may have more'
    return { rows: kept, warnings: [`${partialRows(step.id, kept.length)}; the provider ${rest}.`] }
  }
  throw rows.length <= take.max && more === 'possible' ? uncertain(step) : tooMany(step, take)
}

function nothing({ id }: SkillStep): never {
  throw quietStep(
    'not_found',
    { step: id, count: 0 },
    `Step "${id}" found nothing, so there was nothing to go on with.`,
  )
}

function uncertain({ id }: SkillStep): PlatformError {
  const message = `Step "${id}" read a part of what the provider has, so the row that is meant is not known. Narrow what it looks for.`
  return quietStep('not_certain', { step: id }, message)
}

/** No fault of the provider, and the same end as where it only may have more. */
function tooMany({ id }: SkillStep, { max }: TakenRows): PlatformError {
  const message = `Step "${id}" found more than the ${max} rows that it may go on with, so nothing was done with them. Narrow what it looks for, or have the skill go on with the first of them ("more": "cut").`
  return quietStep('not_certain', { step: id }, message)
}
