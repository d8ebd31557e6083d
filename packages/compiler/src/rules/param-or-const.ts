import type { ResolvedAssignment } from '../resolution/resolved-binding.ts'
import { removing } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/**
 * `param_and_const`: every place is filled exactly once, from exactly one of a parameter and a constant. Whoever gives an
 * object as a whole has filled every place inside it.
 */
export const paramOrConst: Rule = (context) => {
  const places: Places = { filled: new Map(), holding: new Map() }
  for (const assignment of context.assignments) {
    checkSource(assignment, context)
    checkPlace(assignment, places, context)
  }
}

function checkSource({ origin, name, source, isTwin }: ResolvedAssignment, { report }: RuleContext): void {
  // The entry that is sent tells it.
  if (isTwin === true) return
  if (source.from === 'both') {
    report({
      code: 'param_and_const',
      severity: 'error',
      path: origin,
      message: `"${name}" has both a parameter and a constant. Keep one.`,
      fixes: [
        removing('Keep the parameter', [...origin, 'const']),
        removing('Keep the constant', [...origin, 'param']),
      ],
    })
  }
  if (source.from === 'neither') {
    report({
      code: 'param_and_const',
      severity: 'error',
      path: origin,
      message: `"${name}" has neither a parameter nor a constant. Give one of them.`,
      fixes: [removing(`Remove the entry for "${name}"`, origin)],
    })
  }
}

/** The first entry of each place that is filled, and of each place that something inside fills. */
interface Places {
  readonly filled: Map<string, ResolvedAssignment>
  readonly holding: Map<string, ResolvedAssignment>
}

function checkPlace(assignment: ResolvedAssignment, places: Places, context: RuleContext): void {
  const { origin, name, resolution, condition } = assignment
  // Several conditions may hold for one field.
  if (resolution.status !== 'found' || condition !== undefined) return
  const { path } = resolution.target
  const place = JSON.stringify(path)
  const around = path.slice(1).map((_, index) => JSON.stringify(path.slice(0, index + 1)))
  if (places.filled.has(place)) {
    context.report({
      code: 'param_and_const',
      severity: 'error',
      path: origin,
      message: `"${name}" is filled twice. Keep one of the entries.`,
      fixes: [removing('Remove this entry', origin)],
    })
  }
  const part = places.holding.get(place)
  if (part !== undefined) reportOverlap({ whole: assignment, part, later: assignment }, context)
  const whole = around.map((outer) => places.filled.get(outer)).find((outer) => outer !== undefined)
  if (whole !== undefined) reportOverlap({ whole, part: assignment, later: assignment }, context)
  keepFirst(places.filled, place, assignment)
  for (const outer of around) keepFirst(places.holding, outer, assignment)
}

interface Overlap {
  readonly whole: ResolvedAssignment
  readonly part: ResolvedAssignment
  readonly later: ResolvedAssignment
}

function reportOverlap({ whole, part, later }: Overlap, { report }: RuleContext): void {
  report({
    code: 'param_and_const',
    severity: 'error',
    path: later.origin,
    message: `"${part.name}" is part of "${whole.name}", which is given as a whole. Keep one of the entries.`,
    fixes: [
      removing(`Remove the entry for "${part.name}"`, part.origin),
      removing(`Remove the entry for "${whole.name}"`, whole.origin),
    ],
  })
}

function keepFirst<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  if (!map.has(key)) map.set(key, value)
}
