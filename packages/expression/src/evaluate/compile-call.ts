import type { CallNode } from '../expression.ts'
import { implementations } from '../functions/implementations.ts'
import { Pattern } from '../functions/pattern.ts'
import { type Argument, type CallSite, parametersOf, placeArguments } from '../functions/signature.ts'
import type { CompileNode, Evaluate, Run } from './run.ts'
import type { Value } from './value.ts'

/** The closure of a function call. */
export function compileCall(node: CallNode, compile: CompileNode): Evaluate {
  const implementation = implementations[node.function]
  const site: CallSite = {
    name: node.function,
    parameters: parametersOf(node.function),
    position: node.position,
  }
  const given = node.arguments.map((argument) => compileArgument(argument, compile))
  return (context, run) => {
    run.spend(1)
    const values = given.map((argument) => argument(context, run))
    const standIn = node.context === 'given' ? context : null
    return implementation(placeArguments(values, standIn, site), { run, site })
  }
}

function compileArgument(
  argument: CallNode['arguments'][number],
  compile: CompileNode,
): (context: Value, run: Run) => Argument {
  if (argument.kind !== 'pattern') return compile(argument)
  const pattern = new Pattern(argument)
  return () => pattern
}
