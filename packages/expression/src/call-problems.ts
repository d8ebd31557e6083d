import type { CallNode } from './expression.ts'
import { functionSignatures } from './functions/function-names.ts'
import { checkPattern } from './functions/pattern.ts'
import { limits } from './limits.ts'

interface CallProblem {
  readonly message: string
  /** Absent for the place of the call. */
  readonly position?: number
}

/** What is wrong with how a function is called: too many arguments, a pattern where none belongs, an unbounded width. */
export function callProblems(node: CallNode): readonly CallProblem[] {
  return [...countProblems(node), ...patternProblems(node), ...widthProblems(node)]
}

function countProblems({ function: name, arguments: given }: CallNode): readonly CallProblem[] {
  const signature = functionSignatures[name]
  const most = signature.endsWith('+')
    ? limits.nodes
    : signature.replaceAll(/<.>|[-?]|\(sf\)|\(nsb\)/g, (m) => (m.startsWith('(') ? 'x' : '')).length
  if (given.length <= most) return []
  return [{ message: `"$${name}" takes at most ${most} arguments, not ${given.length}.` }]
}

function patternProblems({ function: name, arguments: given }: CallNode): readonly CallProblem[] {
  return given.flatMap((argument) => {
    if (argument.kind !== 'pattern') return []
    const message = functionSignatures[name].includes('f')
      ? checkPattern(argument)
      : `"$${name}" takes no regular expression.`
    return message === undefined ? [] : [{ message, position: argument.position }]
  })
}

/** The width must be seen, so that no text can grow without bound. It is the second argument, or the first of `$pad(5)`. */
function widthProblems({ function: name, arguments: given }: CallNode): readonly CallProblem[] {
  if (name !== 'pad') return []
  const [first, second] = given
  const isFine = isWidth(second) || (isWidth(first) && (second === undefined || second.kind === 'literal'))
  if (isFine) return []
  const message = `The width of "$pad" must be a number written out, at most ${limits.padWidth}: $pad(name, 20).`
  return [{ message }]
}

const isWidth = (argument: CallNode['arguments'][number] | undefined): boolean =>
  argument?.kind === 'literal' &&
  typeof argument.value === 'number' &&
  Math.abs(argument.value) <= limits.padWidth &&
  argument.predicates.length === 0
