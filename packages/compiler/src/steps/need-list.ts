import { formatFieldPath, type PathStep } from '@bindery/model'
import { toSnakeCase } from '../resolution/propose-parameter.ts'
import type { StepNeed } from './step-plan.ts'

/** What a step must give, each under a name of its own. */
export class NeedList {
  readonly #needs: StepNeed[] = []

  /** The name under which it is given; what goes to other steps is given once, however many ask for it. */
  ask(need: Omit<StepNeed, 'leaf' | 'wanted'>, wanted: string): string {
    const known = need.as === 'wire' ? this.#wireOf(need.path) : undefined
    if (known !== undefined) return known
    const leaf = freeName(wanted, (name) => this.#needs.some((other) => other.leaf === name))
    this.#needs.push({ ...need, leaf, wanted })
    return leaf
  }

  toList(): readonly StepNeed[] {
    return this.#needs
  }

  #wireOf(path: readonly PathStep[]): string | undefined {
    const text = formatFieldPath(path)
    return this.#needs.find((need) => need.as === 'wire' && formatFieldPath(need.path) === text)?.leaf
  }
}

/** `name`, or the first of `name_2`, `name_3` and so on that is not taken. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name
  let number = 2
  while (isTaken(`${name}_${number}`)) number += 1
  return `${name}_${number}`
}

/** A legal name for what a path leads to: that of its last field. */
export function nameOfPath(path: readonly PathStep[]): string {
  const names = path.flatMap((step) => (step.kind === 'field' ? [step.name] : []))
  return toSnakeCase(names.at(-1) ?? 'value').slice(0, 56)
}
