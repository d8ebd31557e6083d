import {
  type Argument,
  type Availability,
  type Issue,
  type Operation,
  type Pagination,
  runtimeVariables,
  scalarType,
  toPointer,
} from '@bindery/model'
import { groundEffect } from '../effects/claim.ts'
import type { DocumentAction, Variable } from './action.ts'
import { declaredPagination } from './action-pages.ts'
import { toCall } from './call.ts'
import { checkAction } from './check-action.ts'
import { groundOf } from './effect-claim.ts'
import { liftAnswer } from './lift-answer.ts'
import { liftShape, type ObjectSink } from './lift-variable.ts'
import { type VariableUse, variableUses } from './variable-uses.ts'

/** One action as an operation: its variables are the arguments, its mappings describe the answer. */
export function liftAction(slug: string, action: DocumentAction, sink: ObjectSink): Operation {
  const { group, limitKey = slug } = action
  const pagination = declaredPagination(action)
  const provenance = `#/actions/${slug}`
  return {
    name: slug,
    title: action.name,
    description: action.description,
    ...groundEffect(groundOf(action)),
    groups: group === undefined ? [] : [group],
    arguments: liftArguments(slug, action, sink).map((argument) => inPages(argument, pagination)),
    ...(pagination === undefined ? {} : { pagination }),
    returns: liftAnswer(action, `${slug}_answer`, sink),
    availability: availabilityOf(checkAction(action), provenance),
    rateLimit: { key: limitKey, perMinute: action.rateLimitPerMinute },
    security: [],
    call: toCall(action),
    provenance,
  }
}

/** What moves through pages is the affair of whoever reads them. */
const inPages = (argument: Argument, pagination: Pagination | undefined): Argument =>
  pagination !== undefined && [...pagination.arguments, pagination.sizeArgument].includes(argument.name)
    ? { ...argument, role: 'pagination' }
    : argument

function availabilityOf(issues: readonly Issue[], provenance: string): Availability {
  if (issues.length === 0) return { status: 'bindable' }
  const reasons = issues.map(({ code, message, path }) => ({
    code,
    message,
    pointer: `${provenance}${toPointer(path)}`,
  }))
  return { status: 'quarantined', reasons }
}

function liftArguments(slug: string, action: DocumentAction, sink: ObjectSink): readonly Argument[] {
  const uses = [...variableUses(action)]
  return uses.flatMap(([name, places]) => {
    const declared = action.variables.find((variable) => variable.name === name)
    if (declared !== undefined) return [liftDeclared(slug, { variable: declared, places }, sink)]
    const runtime = runtimeVariables.find((variable) => variable.name === name)
    if (runtime === undefined) return []
    return [
      {
        name,
        place: placeOf(places),
        type: scalarType(runtime.scalar),
        nullable: false,
        required: places.some((use) => use.isNeeded),
        description: runtime.description,
        sensitivity: 'none',
        provenance: `#/actions/${slug}/runtime/${name}`,
      },
    ]
  })
}

interface DeclaredUse {
  readonly variable: Variable
  readonly places: readonly VariableUse[]
}

function liftDeclared(slug: string, { variable, places }: DeclaredUse, sink: ObjectSink): Argument {
  const { name, required, default: standard, description, example } = variable
  return {
    name,
    place: placeOf(places),
    type: liftShape(variable, `${slug}_${name}`, sink),
    nullable: false,
    required: required ?? places.some((use) => use.isNeeded),
    ...(standard === undefined ? {} : { default: standard }),
    ...(description === undefined ? {} : { description }),
    sensitivity: 'none',
    ...(example === undefined ? {} : { example }),
    provenance: `#/actions/${slug}/variables/${name}`,
  }
}

/** The first place that it travels in; a path is named before the others, since it cannot do without. */
const placeOf = (uses: readonly VariableUse[]): string => uses[0]?.place ?? 'body'
