import { isJsonObject, type JsonObject, nearestNames } from '@bindery/model'
import {
  binaryOperators,
  type BinaryOperator,
  type CallNode,
  type Node,
  type Pair,
  type PathStepNode,
  type PatternArgument,
  type Suffixes,
} from './expression.ts'
import { callProblems } from './call-problems.ts'
import { describeProblem, type ExpressionProblem } from './expression-problem.ts'
import { functionSignatures, isFunctionName } from './functions/function-names.ts'
import { limits } from './limits.ts'
import { toFallback, toFunctionName, toList, toNumberLiteral, toWord } from './raw-syntax.ts'
import { describeRefusal, describeUnknownFunction } from './refusals.ts'

/**
 * Reads the parser's untyped tree into ours. What is not in the allowed subset becomes a problem, and the reading goes
 * on behind it, so that all problems are found at once. One reader reads one tree.
 */
export class SyntaxReader {
  readonly problems: ExpressionProblem[] = []
  #nodes = 0
  #depth = 0
  /** The parser gives no position to some nodes: they take the one of the node around them. */
  #position = 0

  read(raw: unknown): Node {
    if (!isJsonObject(raw)) return this.#refuse('An operand is missing.')
    this.#nodes += 1
    if (this.#nodes === limits.nodes + 1) {
      return this.#refuse(
        `The expression has more than ${limits.nodes} parts. Split it over several outputs.`,
      )
    }
    if (this.#nodes > limits.nodes) return nothing(this.#position)
    if (this.#depth >= limits.depth) {
      return this.#refuse(`The expression is nested more than ${limits.depth} levels deep. Make it flatter.`)
    }
    const around = this.#position
    this.#position = typeof raw['position'] === 'number' ? raw['position'] : around
    this.#depth += 1
    const node = this.#readKind(raw)
    this.#depth -= 1
    this.#position = around
    return node
  }

  #readKind(raw: JsonObject): Node {
    if (raw['tuple'] === true) return this.#refuse(describeRefusal('tuple'))
    const suffixes = this.#suffixes(raw)
    switch (toWord(raw['type'])) {
      case 'string':
      case 'number':
      case 'value':
        return this.#literal(raw, suffixes)
      case 'name':
        return { ...suffixes, kind: 'name', name: toWord(raw['value']) }
      case 'wildcard':
        return { ...suffixes, kind: 'wildcard' }
      case 'variable':
        return this.#variable(raw, suffixes)
      case 'path':
        return this.#path(raw, suffixes)
      case 'binary':
        return this.#binary(raw, suffixes)
      case 'unary':
        return this.#unary(raw, suffixes)
      case 'condition':
        return this.#condition(raw, suffixes)
      case 'block':
        return this.#block(raw, suffixes)
      case 'function':
        return this.#call(raw, suffixes)
      case 'apply':
        return this.#chain(raw, suffixes)
      default:
        return this.#refuse(describeRefusal(toWord(raw['type'])))
    }
  }

  #suffixes(raw: JsonObject): Suffixes {
    const position = this.#position
    const group = raw['group']
    return {
      position,
      predicates: this.#filters(raw['predicate']),
      stages: this.#filters(raw['stages']),
      ...(isJsonObject(group) ? { group: this.#pairs(group['lhs']) } : {}),
      keepsList: raw['keepArray'] === true,
    }
  }

  #filters(raw: unknown): readonly Node[] {
    return toList(raw).map((filter) => {
      if (isJsonObject(filter) && filter['type'] === 'filter') return this.read(filter['expr'])
      return this.#refuse(describeRefusal('tuple'))
    })
  }

  #pairs(raw: unknown): readonly Pair[] {
    return toList(raw).map((pair) => {
      const [key, value] = toList(pair)
      return { key: this.read(key), value: this.read(value) }
    })
  }

  #literal(raw: JsonObject, suffixes: Suffixes): Node {
    const value = raw['value']
    const isScalar =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
    if (!isScalar) return this.#refuse('A literal is malformed.')
    return { ...suffixes, kind: 'literal', value }
  }

  #variable(raw: JsonObject, suffixes: Suffixes): Node {
    if (raw['value'] === '') return { ...suffixes, kind: 'variable', name: 'context' }
    if (raw['value'] === '$') return { ...suffixes, kind: 'variable', name: 'input' }
    const name = toWord(raw['value'])
    if (isFunctionName(name)) {
      return this.#refuse(`The function "$${name}" is used as a value. Call it: $${name}(...).`)
    }
    return this.#refuse(
      `There is no variable "$${name}". Only "$", the value at hand, and "$$", the whole input, exist.`,
    )
  }

  #path(raw: JsonObject, suffixes: Suffixes): Node {
    const steps = toList(raw['steps']).map((step) => this.#step(step))
    return { ...suffixes, kind: 'path', steps, keepsSingleton: raw['keepSingletonArray'] === true }
  }

  #step(raw: unknown): PathStepNode {
    if (!isJsonObject(raw) || raw['type'] !== 'sort') return this.read(raw)
    if (raw['tuple'] === true) return this.#refuse(describeRefusal('tuple'))
    return {
      kind: 'sort',
      position: this.#position,
      terms: toList(raw['terms']).map((term) => ({
        expression: this.read(isJsonObject(term) ? term['expression'] : undefined),
        direction: isJsonObject(term) && term['descending'] === true ? 'descending' : 'ascending',
      })),
      stages: this.#filters(raw['stages']),
    }
  }

  #binary(raw: JsonObject, suffixes: Suffixes): Node {
    const operator = raw['value']
    if (operator === '..') return this.#range(raw, suffixes)
    if (!isBinaryOperator(operator)) return this.#refuse(describeRefusal(toWord(operator)))
    return {
      ...suffixes,
      kind: 'binary',
      operator,
      left: this.read(raw['lhs']),
      right: this.read(raw['rhs']),
    }
  }

  #range(raw: JsonObject, suffixes: Suffixes): Node {
    const from = toNumberLiteral(raw['lhs'])
    const to = toNumberLiteral(raw['rhs'])
    if (from === undefined || to === undefined || !Number.isSafeInteger(from) || !Number.isSafeInteger(to)) {
      return this.#refuse('A range must run between two whole numbers written out: [1..10].')
    }
    if (to - from >= limits.rangeSize) {
      return this.#refuse(`A range may hold at most ${limits.rangeSize} numbers.`)
    }
    return { ...suffixes, kind: 'range', from, to }
  }

  #unary(raw: JsonObject, suffixes: Suffixes): Node {
    switch (toWord(raw['value'])) {
      case '[': {
        const items = toList(raw['expressions']).map((item) => this.read(item))
        return { ...suffixes, kind: 'list', items, isConstructed: raw['consarray'] === true }
      }
      case '{':
        return { ...suffixes, kind: 'object', pairs: this.#pairs(raw['lhs']) }
      default:
        return { ...suffixes, kind: 'negation', operand: this.read(raw['expression']) }
    }
  }

  #condition(raw: JsonObject, suffixes: Suffixes): Node {
    const fallback = toFallback(raw)
    if (fallback !== undefined) {
      const sides = { left: this.read(raw['then']), right: this.read(raw['else']) }
      return { ...suffixes, kind: 'fallback', operator: fallback, ...sides }
    }
    const branches = { test: this.read(raw['condition']), consequent: this.read(raw['then']) }
    if (raw['else'] === undefined) return { ...suffixes, kind: 'condition', ...branches }
    return { ...suffixes, kind: 'condition', ...branches, otherwise: this.read(raw['else']) }
  }

  #block(raw: JsonObject, suffixes: Suffixes): Node {
    const [body, ...more] = toList(raw['expressions'])
    const isConstructed = raw['consarray'] === true
    if (more.length > 0) return this.#refuse(describeRefusal('sequence'))
    if (body === undefined) return { ...suffixes, kind: 'block', isConstructed }
    return { ...suffixes, kind: 'block', isConstructed, body: this.read(body) }
  }

  #call(raw: JsonObject, suffixes: Suffixes): Node {
    return this.#callOf(raw['procedure'], {
      suffixes,
      context: 'given',
      read: () => toList(raw['arguments']).map((argument) => this.#argument(argument)),
    })
  }

  /** `x ~> $f(y)` is `$f(x, y)`, and `x ~> $f` is `$f(x)`. */
  #chain(raw: JsonObject, suffixes: Suffixes): Node {
    const call = raw['rhs']
    if (!isJsonObject(call)) return this.#refuse(describeRefusal('apply'))
    const hasSuffix = call['predicate'] !== undefined || call['group'] !== undefined
    if (hasSuffix) {
      return this.#refuse(
        'A filter behind "~>" has no effect. Put the chain into parentheses: (x ~> $f())[0].',
      )
    }
    if (call['type'] === 'variable') {
      return this.#callOf(call, { suffixes, context: 'none', read: () => [this.#argument(raw['lhs'])] })
    }
    if (call['type'] !== 'function') return this.#refuse(describeRefusal(toWord(call['type']), 'apply'))
    return this.#callOf(call['procedure'], {
      suffixes,
      context: 'given',
      read: () => [raw['lhs'], ...toList(call['arguments'])].map((argument) => this.#argument(argument)),
    })
  }

  #callOf(procedure: unknown, call: CallParts): Node {
    const named = toFunctionName(procedure)
    if (named === undefined) return this.#refuse(describeRefusal('call'))
    if (!isFunctionName(named.name)) {
      const known = Object.keys(functionSignatures).map((name) => `$${name}`)
      const suggestions = named.isVariable ? nearestNames(named.name, known) : []
      const message = describeUnknownFunction(named.name, suggestions)
      this.problems.push({ ...describeProblem(message, this.#position), suggestions })
      call.read()
      return nothing(this.#position)
    }
    if (!named.isVariable) {
      return this.#refuse(`Functions begin with a dollar sign: write "$${named.name}(...)".`)
    }
    const node: CallNode = {
      ...call.suffixes,
      kind: 'call',
      function: named.name,
      arguments: call.read(),
      context: call.context,
    }
    for (const { message, position = this.#position } of callProblems(node))
      this.problems.push(describeProblem(message, position))
    return node
  }

  #argument(raw: unknown): Node | PatternArgument {
    const isPattern = isJsonObject(raw) && raw['type'] === 'regex'
    if (!isPattern) return this.read(raw)
    const value: unknown = raw['value']
    const position = typeof raw['position'] === 'number' ? raw['position'] : this.#position
    if (!(value instanceof RegExp)) return this.#refuse('A regular expression stands where none is allowed.')
    return { kind: 'pattern', position, source: value.source, flags: value.flags }
  }

  #refuse(message: string): Node {
    this.problems.push(describeProblem(message, this.#position))
    return nothing(this.#position)
  }
}

interface CallParts {
  readonly suffixes: Suffixes
  readonly context: CallNode['context']
  readonly read: () => CallNode['arguments']
}

function nothing(position: number): Node {
  return { kind: 'literal', value: null, position, predicates: [], stages: [], keepsList: false }
}

function isBinaryOperator(value: unknown): value is BinaryOperator {
  return binaryOperators.some((operator) => operator === value)
}
