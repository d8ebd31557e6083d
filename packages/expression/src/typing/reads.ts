import { type CatalogIndex, type Field, type SensitivityClass, stricter } from '@bindery/model'
import { type ExpressionProblem } from '../expression-problem.ts'
import type { InferredType } from './inferred-type.ts'
import { objectsOfType, sensitivityOfType } from './type-sensitivity.ts'

/** A field of the catalog that an expression reads. */
export interface FieldReference {
  readonly object: string
  readonly field: string
}

/** What an expression reads and what is wrong with it, gathered while it is typed. */
export class Reads {
  readonly #catalog: CatalogIndex
  readonly #fields = new Map<string, FieldReference>()
  readonly #wholes = new Set<string>()
  readonly #problems = new Map<string, ExpressionProblem>()
  #sensitivity: SensitivityClass
  #mayBeAbsent = false
  /** Values that are only counted or looked for say nothing of their content. */
  #isCounted = false

  constructor(catalog: CatalogIndex, sensitivity: SensitivityClass) {
    this.#catalog = catalog
    this.#sensitivity = sensitivity
  }

  field(object: string, field: Field): void {
    this.#fields.set(JSON.stringify([object, field.name]), { object, field: field.name })
    this.#taint(field.sensitivity)
  }

  /** A value is used as a whole: so is everything inside it. */
  whole(type: InferredType): void {
    if (this.#isCounted) return
    for (const name of objectsOfType(type)) this.#wholes.add(name)
    this.#taint(sensitivityOfType(type, this.#catalog))
  }

  /** Null, or nothing, may stand where a value is needed: then the expression as a whole gives nothing. */
  absent(): void {
    this.#mayBeAbsent = true
  }

  problem(problem: ExpressionProblem): void {
    this.#problems.set(`${problem.position} ${problem.message}`, problem)
  }

  /** Runs `infer` as the argument of a function that tells only whether or how often. */
  counted<T>(infer: () => T): T {
    return this.#as(true, infer)
  }

  /** Runs `infer` for a filter: what decides is read, whatever is done with the result. */
  decided<T>(infer: () => T): T {
    return this.#as(false, infer)
  }

  get sensitivity(): SensitivityClass {
    return this.#sensitivity
  }

  get mayBeAbsent(): boolean {
    return this.#mayBeAbsent
  }

  get fields(): readonly FieldReference[] {
    return [...this.#fields.values()]
  }

  get wholes(): readonly string[] {
    return [...this.#wholes]
  }

  get problems(): readonly ExpressionProblem[] {
    return [...this.#problems.values()].sort((a, b) => a.position - b.position)
  }

  #taint(sensitivity: SensitivityClass): void {
    if (!this.#isCounted) this.#sensitivity = stricter(this.#sensitivity, sensitivity)
  }

  #as<T>(isCounted: true | false, infer: () => T): T {
    const before = this.#isCounted
    this.#isCounted = isCounted
    const result = infer()
    this.#isCounted = before
    return result
  }
}
