import { readReference } from '@bindery/compiler'
import { type FieldPath, objectFrom, type PathStep, toPointer } from '@bindery/model'

/** A step as far as references to it go. */
export interface ReferredStep {
  readonly id: string
  /** The list that it takes a row of; undefined where it goes on with its whole answer. */
  readonly rows: readonly PathStep[] | undefined
}

/** The outputs that steps are given in a workflow, because something refers to them. */
export class StepOutputs {
  readonly #steps: ReadonlyMap<string, ReferredStep>
  readonly #outputs = new Map<string, Map<string, string>>()

  constructor(steps: readonly ReferredStep[]) {
    this.#steps = new Map(steps.map((step) => [step.id, step]))
  }

  /** The runtime expression of a value of a step: `caller.id`. Undefined for what refers to none. */
  refer(reference: FieldPath): string | undefined {
    const read = readReference(reference)
    const step = read.ok ? this.#steps.get(read.value.step) : undefined
    return read.ok && step !== undefined ? this.#expression(step, read.value.path) : undefined
  }

  /** What a step gives, by name; undefined for one that nothing refers to. */
  of(id: string): { readonly [name: string]: string } | undefined {
    const outputs = this.#outputs.get(id)
    if (outputs === undefined) return undefined
    return objectFrom([...outputs].map(([pointer, name]) => [name, pointer] as const))
  }

  #expression({ id, rows }: ReferredStep, path: readonly PathStep[]): string | undefined {
    // A pointer says nothing of whether a number is an item or the name of a member.
    if (path.some((step) => step.kind === 'field' && /^\d+$/.test(step.name))) return undefined
    const row: readonly PathStep[] = rows === undefined ? [] : [...rows, { kind: 'item', index: 0 }]
    const pointer = toPointer(
      [...row, ...path].map((step) => (step.kind === 'field' ? step.name : step.index)),
    )
    const outputs = this.#outputs.get(id) ?? new Map<string, string>()
    this.#outputs.set(id, outputs)
    const source = pointer === '' ? '$response.body' : `$response.body#${pointer}`
    const name = outputs.get(source) ?? freeName(path, new Set(outputs.values()))
    outputs.set(source, name)
    return `$steps.${id}.outputs.${name}`
  }
}

/** A name of letters, digits, dots, hyphens and underscores that is like the path. */
function freeName(path: readonly PathStep[], taken: ReadonlySet<string>): string {
  const words = path.map((step) => (step.kind === 'field' ? step.name : String(step.index)))
  const like = words
    .join('.')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .slice(0, 80)
  const first = like === '' ? 'answer' : like
  let name = first
  for (let number = 2; taken.has(name); number++) name = `${first}_${number}`
  return name
}
