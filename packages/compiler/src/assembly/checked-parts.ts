import {
  type Assignment,
  type CheckedBinding,
  type Json,
  type Output,
  type RowsOutput,
  type SkillParameter,
  type Typed,
  type ValueOutput,
} from '@bindery/model'
import type {
  ResolvedAssignment,
  ResolvedBinding,
  ResolvedOutput,
  ResolvedParameter,
  ResolvedRows,
  ResolvedValue,
} from '../resolution/resolved-binding.ts'
import { neededParameters } from '@bindery/model/syntax'
import type { CatalogView } from '../resolution/catalog-view.ts'
import { checkConstant } from '../resolution/check-constant.ts'
import { isObject } from '../resolution/resolve-path.ts'
import { rowNames } from '../resolution/sql-binding.ts'
import type { Target } from '../resolution/target.ts'
import { withheldIn } from '../resolution/withheld-members.ts'
import { toReach } from './binding-reach.ts'
import { toReading, toSorted } from './checked-reading.ts'
import { isAlike, parameterText } from './parameter-text.ts'
import { templateParts } from '../resolution/template-parts.ts'

/** The checked form of a binding in which every rule held. What is not resolved is left out. */
export function toCheckedBinding(resolved: ResolvedBinding): CheckedBinding {
  const named = new Set(rowNames(resolved))
  const reading = toReading(resolved)
  return {
    binding: resolved.binding,
    operation: resolved.operation,
    parameters: resolved.parameters.map((parameter) =>
      withOrigin(
        withRows(toParameter(parameter, resolved, named), parameter),
        resolved.binding.contextParams,
      ),
    ),
    assignments: resolved.assignments.flatMap((assignment) => toAssignment(assignment, resolved)),
    outputs: resolved.outputs.flatMap(toOutput),
    ...(reading === undefined ? {} : { reading }),
    reach: toReach(resolved),
  }
}

/** A parameter that is a list of rows: how many there may be, and what each is made of. */
function withRows(parameter: SkillParameter, { uses }: ResolvedParameter): SkillParameter {
  const each = uses.find((use) => use.each !== undefined)?.each
  if (each?.row === undefined) return parameter
  const { constraints } = parameter
  const maxItems = Math.min(each.max, constraints?.maxItems ?? each.max)
  const members = toCheckedBinding(each.row).parameters
  return { ...parameter, constraints: { ...constraints, maxItems }, members }
}

/** What each row becomes, without the name that stands for the row. */
function toEach(row: ResolvedBinding): readonly Assignment[] {
  return toCheckedBinding(row).assignments.map(({ target, requiredObjects = [], ...rest }) => {
    const needed = requiredObjects.flatMap((at) => (at > 1 ? [at - 1] : []))
    return { ...rest, target: target.slice(1), ...(needed.length === 0 ? {} : { requiredObjects: needed }) }
  })
}

function withOrigin(parameter: SkillParameter, context: readonly string[]): SkillParameter {
  return context.includes(parameter.name) ? { ...parameter, origin: 'context' } : parameter
}

/**
 * A parameter is required when the binding says so, or else when it names rows, stands in what a template never leaves out, or a
 * place that it fills needs a value.
 * Null names no row.
 */
function toParameter(
  { name, type, uses, input }: ResolvedParameter,
  { view }: ResolvedBinding,
  named: ReadonlySet<ResolvedAssignment>,
): SkillParameter {
  const targets = uses.flatMap(({ resolution, source }) =>
    resolution.status === 'found' && source.from !== 'template' ? [resolution.target] : [],
  )
  // A condition that every call has is sent in every call, whatever else says of its parameter.
  const isSent = uses.some(({ sent, source }) =>
    source.from === 'template'
      ? neededParameters(source.parts).includes(name)
      : sent !== undefined && sent.optional !== true,
  )
  const isName = isSent || uses.some((use) => named.has(use))
  const isNeeded = isName || uses.some((use) => needsValue(use, view))
  const plain = uses.every((use) => use.transform === undefined) ? targets[0] : undefined
  const description = parameterText({ name, said: input?.description, ...placesOf(uses) })
  const byDefault = input?.default ?? (plain === undefined ? undefined : fittingDefault(plain, view))
  const isCalledSo = plain !== undefined && isAlike(name, plain)
  const example = input?.example ?? (isCalledSo ? plain.argument.example : undefined)
  return {
    name,
    type,
    // Who must give a value cannot give none.
    nullable:
      input?.required !== true &&
      !isName &&
      plain?.nullable === true &&
      targets.every((target) => target.nullable),
    required: input?.default === undefined && (isSent || (input?.required ?? isNeeded)),
    ...(description === undefined ? {} : { description }),
    ...(byDefault === undefined ? {} : { default: byDefault }),
    ...(example === undefined || plain?.path.length !== 1 ? {} : { example }),
    ...(input?.example === undefined ? {} : { example: input.example }),
    ...(plain?.constraints === undefined ? {} : { constraints: plain.constraints }),
  }
}

/** A required place whose default cannot stand in for the parameter: there is none, or a transform lies between. */
function needsValue({ resolution, transform, source }: ResolvedAssignment, view: CatalogView): boolean {
  // What a template leaves out it can do without.
  if (resolution.status !== 'found' || source.from === 'template') return false
  const { required, argument } = resolution.target
  if (!required && argument.neededWhenFilled !== true) return false
  return transform !== undefined || fittingDefault(resolution.target, view) === undefined
}

/** Providers write defaults that their own type refuses: those are none. */
function fittingDefault(target: Target, view: CatalogView): Json | undefined {
  const isFit = target.default !== undefined && checkConstant(target.default, target, view) === undefined
  return isFit ? target.default : undefined
}

function placesOf(uses: ResolvedParameter['uses']) {
  const found = uses.flatMap(({ resolution, transform, source }) => {
    const isPlain = transform === undefined && source.from !== 'template'
    return resolution.status === 'found' ? [{ target: resolution.target, isPlain }] : []
  })
  return {
    plain: found.filter(({ isPlain }) => isPlain).map(({ target }) => target),
    made: found.filter(({ isPlain }) => !isPlain).map(({ target }) => target),
  }
}

function toAssignment(assignment: ResolvedAssignment, resolved: ResolvedBinding): readonly Assignment[] {
  const { source, resolution, transform, isImplied } = assignment
  if (resolution.status !== 'found') return []
  const { target } = resolution
  const condition = toCondition(assignment, target)
  const requiredObjects = requiredObjectsOf(target)
  const row = assignment.each?.row
  // Rows hold what their fields say.
  const withheld = row === undefined ? withheldIn(target.type, resolved) : []
  const place = {
    target: target.path,
    targetType: target.type,
    targetNullable: target.nullable,
    ...(requiredObjects.length === 0 ? {} : { requiredObjects }),
    ...(condition === undefined ? {} : { condition }),
  }
  switch (source.from) {
    case 'constant':
      return [{ ...place, source: isImplied === true ? { ...source, isDefault: true } : source }]
    case 'parameter':
      return [
        {
          ...place,
          ...(withheld.length === 0 ? {} : { withheld }),
          ...(row === undefined ? {} : { each: toEach(row) }),
          source: transform === undefined ? source : { ...source, transform: transform.text },
        },
      ]
    case 'relative':
      return [{ ...place, source }]
    case 'template':
      return [{ ...place, source: { ...source, parts: templateParts(source, resolved.parameters) } }]
    case 'both':
    case 'neither':
      return []
  }
}

/** A condition on a row of the answer says the way to what it tests, and what that is. */
function toCondition({ condition, isTwin }: ResolvedAssignment, target: Target): Assignment['condition'] {
  if (condition === undefined || target.steps === undefined) return condition
  const tested = { path: target.steps, type: target.argument.type }
  return { ...condition, tested: isTwin === true ? { ...tested, isSent: true } : tested }
}

/** The objects on the way to a target that what holds them requires, by their place from the outermost one, 1. */
function requiredObjectsOf({ argument, fields, path, steps }: Target): readonly number[] {
  if (steps !== undefined || path.length < 2 || fields.length !== path.length - 1) return []
  const isNeeded = [argument.required, ...fields.slice(0, -1).map(({ field }) => field.required)]
  return isNeeded.flatMap((needed, at) => (needed ? [at + 1] : []))
}

function toValue({ leaf, view, transform }: ResolvedValue): readonly ValueOutput[] {
  if (view === undefined) return []
  return [
    {
      kind: 'value',
      leaf,
      path: view.path.steps,
      present: view.path.present,
      sourceType: view.path.value.type,
      type: view.type,
      nullable: view.nullable,
      ...(transform === undefined
        ? {}
        : { transform: transform.text, sourceNullable: view.path.value.nullable }),
      sensitivity: view.sensitivity,
    },
  ]
}

const toOutput = (output: ResolvedOutput): readonly Output[] =>
  output.kind === 'rows' ? toRows(output) : toValue(output)

function toRows({ leaf, resolution, max, fields, orderBy, inner }: ResolvedRows): readonly RowsOutput[] {
  if (resolution.status !== 'found') return []
  const { steps, present, value } = resolution
  const rows = { kind: 'rows', leaf, path: steps, present, max, fields: fields.flatMap(toOutput) } as const
  return [
    {
      ...rows,
      nullable: value.nullable,
      ...shapeOf(value),
      ...(inner !== undefined ? toSorted(inner) : orderBy === undefined ? {} : { orderBy }),
    },
  ]
}

/** The only shapes that the provider describes for rows and for each of them. */
function shapeOf({ type }: Typed): Pick<RowsOutput, 'shape' | 'rowShape'> {
  if (isObject(type)) return { shape: 'object', rowShape: 'object' }
  if (type.kind !== 'list') return {}
  if (!isObject(type.items)) return { shape: 'list' }
  return { shape: 'list', rowShape: type.itemsNullable ? 'object_or_null' : 'object' }
}
