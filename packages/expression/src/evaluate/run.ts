import { ExpressionError } from '../expression-error.ts'
import type { Node } from '../expression.ts'
import { limits } from '../limits.ts'
import type { Value } from './value.ts'

/** One evaluation: its whole input, and how much work is left. */
export class Run {
  readonly input: Value
  #depth = 0
  #stepsLeft: number = limits.steps
  #patternWorkLeft: number = limits.patternWork

  constructor(input: Value) {
    this.input = input
  }

  /** Takes steps from the budget; throws when it is used up. */
  spend(steps: number): void {
    this.#stepsLeft -= steps
    if (this.#stepsLeft >= 0) return
    throw new ExpressionError(
      'budget',
      `The expression needs more than ${limits.steps} steps for this input. Filter earlier, or ask the provider for less.`,
    )
  }

  /** Goes one level down into data; a plain counter, since an exhausted stack cannot be told from other errors. */
  enter(): void {
    this.#depth += 1
    this.spend(1)
    if (this.#depth <= limits.dataDepth) return
    throw new ExpressionError('budget', `The data is nested more than ${limits.dataDepth} levels deep.`)
  }

  leave(): void {
    this.#depth -= 1
  }

  /** Takes steps for reading or making a text of this many characters. */
  spendText(length: number): void {
    this.spend(1 + (length >> 5))
  }

  /** Lets a text through that an expression made, if it is not too long. */
  text(text: string): string {
    this.checkLength(text.length)
    return text
  }

  /** Throws when a text of this many characters must not be made. */
  checkLength(length: number): void {
    this.spendText(length)
    if (length <= limits.stringLength) return
    throw new ExpressionError(
      'budget',
      `The expression makes a text of more than ${limits.stringLength} characters.`,
    )
  }

  /** Takes the work of one search with a regular expression from the budget. */
  spendSearch(programSize: number, charactersLeft: number): void {
    this.#patternWorkLeft -= programSize * (charactersLeft + 1)
    if (this.#patternWorkLeft >= 0) return
    throw new ExpressionError(
      'budget',
      'The regular expression needs too much work for this input. Shorten the text first.',
    )
  }
}

/** Compiles a node; handed down, because the parts of a node are nodes again. */
export type CompileNode = (node: Node) => Evaluate

/** A compiled node: the value at hand in, its own value out. */
export type Evaluate = (context: Value, run: Run) => Value
