import { type PathSegment, type ProjectionField, rowsOutputs } from '@bindery/model'
import type { ResolvedOutput, ResolvedRows } from '../resolution/resolved-binding.ts'
import { removing, setting } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/** Lists within the rows of a list. */
const deepest = 2
/** All rows of an answer together, lists within rows multiplied. */
const mostRows = 500

/**
 * `rows_too_deep`, `rows_too_many`, `rows_twice`, `rows_unsupported`: rows within rows are two levels deep at most and 500
 * rows in all, each relation is read once, and neither values nor what a change answers with have conditions and an order.
 */
export const nestedRows: Rule = (context) => {
  for (const output of context.outputs) if (output.kind === 'rows') checkWithin(output, [output], context)
  const [outer, inner] = [true, false].map((isOuter) =>
    rowsOutputs(context.outputs).filter(({ origin }) => (origin.length === 2) === isOuter),
  )
  checkTwice(outer?.flatMap(({ fields }) => fields) ?? [], context)
  for (const { fields } of inner ?? []) checkTwice(fields, context)
  for (const [index, entry] of context.binding.projection.entries())
    checkMembers(entry.fields ?? [], ['projection', index], context)
}

/** `chain` leads from the outer list to these rows. */
function checkWithin(rows: ResolvedRows, chain: readonly ResolvedRows[], context: RuleContext): void {
  for (const inner of rows.fields) {
    if (inner.kind !== 'rows') continue
    const whole = [...chain, inner]
    if (chain.length > deepest) reportDepth(inner, context)
    else if (productOf(whole) > mostRows && !inner.fields.some(isRows)) reportProduct(whole, context)
    if (chain.length <= deepest) checkWithin(inner, whole, context)
  }
}

const isRows = ({ kind }: ResolvedOutput): boolean => kind === 'rows'

const productOf = (chain: readonly ResolvedRows[]): number =>
  chain.reduce((product, { max }) => product * max, 1)

function reportDepth({ origin, leaf }: ResolvedRows, { report }: RuleContext): void {
  report({
    code: 'rows_too_deep',
    severity: 'error',
    path: origin,
    message: `"${leaf}" is a list within rows of rows of rows. At most ${deepest} lists stand in one another within the outer one: read it with a second skill.`,
    fixes: [removing(`Remove the output "${leaf}"`, origin)],
  })
}

function reportProduct(chain: readonly ResolvedRows[], { report }: RuleContext): void {
  const inner = chain.at(-1)
  if (inner === undefined) return
  const others = productOf(chain.slice(0, -1))
  const fitting = Math.floor(mostRows / others)
  report({
    code: 'rows_too_many',
    severity: 'error',
    path: [...inner.origin, 'max'],
    message: `"${chain.map(({ leaf }) => leaf).join('.')}" may give ${chain.map(({ max }) => max).join(' times ')} rows, and an answer has at most ${mostRows}. Lower a "max".`,
    fixes: fitting < 1 ? [] : [setting(`Set "max" to ${fitting}`, [...inner.origin, 'max'], fitting)],
  })
}

/** One statement reads the rows of a relation once, so two outputs could not tell theirs apart. */
function checkTwice(fields: readonly ResolvedOutput[], { report }: RuleContext): void {
  const seen = new Set<string>()
  for (const field of fields) {
    if (field.kind !== 'rows' || field.resolution.status !== 'found') continue
    if (field.resolution.reverse === undefined) continue
    const place = JSON.stringify(field.resolution.steps)
    if (seen.has(place)) {
      report({
        code: 'rows_twice',
        severity: 'error',
        path: [...field.origin, 'path'],
        message: `"${field.leaf}" reads rows that another output of the same rows reads already. Take both from one list.`,
        fixes: [removing(`Remove the output "${field.leaf}"`, field.origin)],
      })
    }
    seen.add(place)
  }
}

/** What would be left without effect is refused. */
function checkMembers(
  fields: readonly ProjectionField[],
  origin: readonly PathSegment[],
  context: RuleContext,
): void {
  for (const [index, field] of fields.entries()) {
    const place = [...origin, 'fields', index]
    for (const member of ['where', 'orderBy'] as const) {
      if (field[member] === undefined || mayBeSaid(place, context)) continue
      context.report({
        code: 'rows_unsupported',
        severity: 'error',
        path: [...place, member],
        message: `"${field.leaf}" takes no "${member}": only rows within the rows of a table, or of an answer of what reads, have conditions and an order of their own.`,
        fixes: [removing(`Remove "${member}"`, [...place, member])],
      })
    }
    if (field.max !== undefined && field.fields === undefined) {
      context.report({
        code: 'rows_unsupported',
        severity: 'error',
        path: [...place, 'max'],
        message: `"${field.leaf}" is one value of a row, so it takes no "max". Give it "fields", or remove it.`,
        fixes: [removing('Remove "max"', [...place, 'max'])],
      })
    }
    checkMembers(field.fields ?? [], place, context)
  }
}

/** Rows of another table are found by a statement, those of an answer are tested; what leads nowhere is reported as such. */
function mayBeSaid(place: readonly PathSegment[], { outputs }: RuleContext): boolean {
  const rows = rowsOutputs(outputs).find(({ origin }) => JSON.stringify(origin) === JSON.stringify(place))
  if (rows === undefined) return false
  const { resolution, inner } = rows
  return resolution.status !== 'found' || resolution.reverse !== undefined || inner !== undefined
}
