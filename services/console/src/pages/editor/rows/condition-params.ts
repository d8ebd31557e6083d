import type { Binding } from '@bindery/client'
import type { Column, FieldCondition } from './condition.ts'
import { everyCondition, fieldConditions } from './conditions.ts'
import { type Comparable, comparedBy } from './sent.ts'

/** A parameter that conditions compare with. */
export interface ConditionParam {
  readonly name: string
  readonly jsonType: string
  /** A call may leave it out. */
  readonly isOptional: boolean
}

/** The parameters of conditions, each once; one that any condition needs is needed. */
export function conditionParams(binding: Binding, known: Comparable): readonly ConditionParam[] {
  const found = new Map<string, ConditionParam>()
  const own = new Set(fieldConditions(binding))
  for (const condition of everyCondition(binding)) {
    const { param: name, optional } = condition
    if (name === undefined) continue
    const jsonType = comparedType(
      condition,
      // The columns of rows within rows are others.
      own.has(condition) ? comparedBy(condition, known) : undefined,
    )
    const isOptional = optional === true && found.get(name)?.isOptional !== false
    found.set(name, { name, jsonType, isOptional })
  }
  return [...found.values()]
}

function comparedType({ op }: FieldCondition, column: Column | undefined): string {
  if (op === 'in') return 'array'
  if (op === 'startsWith' || op === 'contains') return 'string'
  return column?.jsonType ?? 'string'
}
