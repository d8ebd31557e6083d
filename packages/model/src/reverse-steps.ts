import { findField } from './catalog-index.ts'
import type { ObjectType, Relationship } from './catalog.ts'

/** From a row to those that lead to it: from a customer to the orders whose `customer` it is. */
export interface ReverseStep {
  /** Object of the rows that it leads to. */
  readonly object: string
  /** The field of these rows that leads back. */
  readonly field: string
  readonly relationship: Relationship
}

/** A reverse step with the names that authors may give it, the shortest first. */
export interface NamedStep {
  readonly names: readonly string[]
  readonly step: ReverseStep
}

/**
 * The ways from a row to those that lead to it. The name of their object is enough where one relation of it leads here and
 * no field has that name; `orders_by_customer` says it in full. Names come from the catalog alone, so scoping changes none.
 */
export function reverseSteps(
  object: ObjectType,
  relationships: readonly Relationship[],
): readonly NamedStep[] {
  const steps = relationships.flatMap((relationship): readonly ReverseStep[] => {
    const { name, from, to, cardinality } = relationship
    const isHere = to.object === object.name && cardinality === 'one' && from.fields.length > 0
    if (!isHere || !name.startsWith(`${from.object}.`)) return []
    return [{ object: from.object, field: name.slice(from.object.length + 1), relationship }]
  })
  return steps.map((step) => {
    const isOnly = steps.filter((other) => other.object === step.object).length === 1
    const full = `${step.object}_by_${step.field}`
    const isShort = isOnly && findField(object, step.object) === undefined
    return { names: isShort ? [step.object, full] : [full], step }
  })
}

/** The one way of that name; undefined where there is none or where two have it. */
export function findReverseStep(
  object: ObjectType,
  name: string,
  relationships: readonly Relationship[],
): ReverseStep | undefined {
  const [found, ...more] = reverseSteps(object, relationships).filter(({ names }) => names.includes(name))
  return more.length === 0 ? found?.step : undefined
}
