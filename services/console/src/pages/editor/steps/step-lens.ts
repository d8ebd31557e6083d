import type { Binding, BindingValidation, Step, StepsBinding } from '@bindery/client'
import { isBinding, isRecord } from '../binding-shape.ts'
import { freeLeaf, pathText } from '../outputs.ts'
import type { Draft } from '../use-draft.ts'
import { ofStep, withinStep } from './step-paths.ts'

type Outputs = NonNullable<StepsBinding['projection']>

/** Where among all outputs those of a step stand. */
const placesOf = ({ projection = [] }: StepsBinding, id: string): readonly number[] =>
  projection.flatMap(({ path }, at) => (withinStep(path, id) === undefined ? [] : [at]))

/** One step as a binding of its operation: what it calls, and of the outputs those that begin with it. */
export function bindingOfStep(whole: StepsBinding, { id, ...step }: Step): Binding {
  const { integration: _kind, take: _take, distinguishBy: _names, max: _max, more: _more, ...call } = step
  const projection = (whole.projection ?? []).flatMap(({ path, ...entry }) => {
    const inner = withinStep(path, id)
    return inner === undefined ? [] : [{ ...entry, path: asBody(inner) }]
  })
  return { toolName: whole.toolName, ...call, ...(projection.length > 0 && { projection }) }
}

/** The whole with a step as its panes have left it. */
export function withStepBinding(whole: StepsBinding, at: number, binding: Binding): StepsBinding {
  const step = whole.steps[at]
  if (step === undefined) return whole
  const { toolName: _name, projection = [], ...call } = binding
  const { id, integration, take, distinguishBy, max, more } = step
  const taken = {
    ...(take !== undefined && { take }),
    ...(distinguishBy !== undefined && { distinguishBy }),
    ...(max !== undefined && { max }),
    ...(more !== undefined && { more }),
  }
  const own = projection.map(({ path, ...entry }) => ({ ...entry, path: asBody(ofStep(path, id)) }))
  return {
    ...whole,
    steps: whole.steps.with(at, { id, integration, ...call, ...taken }),
    projection: mixed(whole, id, own),
  }
}

/**
 * The outputs of a step in the places of those that it had, others where they were, and what is more after all: under a name that no
 * output of another step has, since the panes of a step know its own alone.
 */
function mixed(whole: StepsBinding, id: string, own: Outputs): Outputs {
  const places = placesOf(whole, id)
  const kept = (whole.projection ?? []).flatMap((entry, at) => {
    const place = places.indexOf(at)
    if (place < 0) return [entry]
    const next = own[place]
    return next === undefined ? [] : [next]
  })
  return own.slice(places.length).reduce(withFreeName, kept)
}

function withFreeName(outputs: Outputs, output: Outputs[number]): Outputs {
  const taken = outputs.map(({ leaf }) => leaf)
  const leaf = taken.includes(output.leaf) ? freeLeaf(pathText(output.path), taken) : output.leaf
  return [...outputs, { ...output, leaf }]
}

const asBody = (path: string | readonly (string | number)[]): string | (string | number)[] =>
  typeof path === 'string' ? path : [...path]

/** The draft of the whole as that of one step: what is edited in it is one edit of the whole. */
export function draftOfStep(draft: Draft<StepsBinding>, at: number, step: Step): Draft {
  const whole = draft.binding
  const put = (binding: Binding): StepsBinding => withStepBinding(whole, at, binding)
  return {
    binding: bindingOfStep(whole, step),
    is: isBinding,
    isKept: draft.isKept,
    edit: (next) => draft.edit(put(next)),
    amend: (next) => draft.amend(put(next)),
    undo: draft.undo,
    redo: draft.redo,
    revert: draft.revert,
    isFull: draft.isFull,
    older: undefined,
    settleOlder: () => undefined,
  }
}

/** Of what was found about the whole that which is about a step, at the places that its panes know. */
export function validationOfStep(
  validation: BindingValidation | undefined,
  whole: StepsBinding,
  at: number,
): BindingValidation | undefined {
  if (validation === undefined) return undefined
  const places = placesOf(whole, whole.steps[at]?.id ?? '')
  const inner = (issues: BindingValidation['errors']) =>
    issues.flatMap((issue) => {
      const path = pathInStep(issue.path, at, places)
      if (path === undefined) return []
      const { fixes = [], ...found } = issue
      return [{ ...found, path, fixes: fixes.flatMap((fix) => fixInStep(fix, at, places)) }]
    })
  return { ...validation, errors: inner(validation.errors), warnings: inner(validation.warnings) }
}

type Fix = NonNullable<BindingValidation['errors'][number]['fixes']>[number]

/** A way out within a step; none for one that changes something elsewhere too. */
function fixInStep({ title, patch }: Fix, at: number, places: readonly number[]): readonly Fix[] {
  const moved = patch.flatMap((step: unknown) => {
    const path = isRecord(step) && typeof step['path'] === 'string' ? step['path'] : undefined
    const inner = path === undefined ? undefined : pathInStep(path, at, places)
    return inner === undefined || !isRecord(step) ? [] : [{ ...step, path: inner }]
  })
  return moved.length === patch.length ? [{ title, patch: moved }] : []
}

/** A place of the whole as the panes of a step know it; undefined for a place elsewhere. */
function pathInStep(path: string, at: number, places: readonly number[]): string | undefined {
  const own = `/steps/${at}`
  if (path === own || path.startsWith(`${own}/`)) return path.slice(own.length)
  const output = /^\/projection\/(\d+)(.*)$/.exec(path)
  const place = output === null ? -1 : places.indexOf(Number(output[1]))
  return place < 0 ? undefined : `/projection/${place}${output?.[2] ?? ''}`
}

/** The step that a place of the whole is about, and the place as its panes know it; undefined for one of the whole alone. */
export function stepAt(
  whole: StepsBinding,
  path: string,
): { readonly at: number; readonly path: string } | undefined {
  for (const [at, { id }] of whole.steps.entries()) {
    const inner = pathInStep(path, at, placesOf(whole, id))
    if (inner !== undefined) return { at, path: inner }
  }
  return undefined
}
