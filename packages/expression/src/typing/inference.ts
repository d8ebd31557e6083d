import type { BinaryNode, CallNode, Node, ObjectNode, Pair, PathNode, PathStepNode } from '../expression.ts'
import { describeProblem } from '../expression-problem.ts'
import { parametersOf } from '../functions/signature.ts'
import { itemsOf, resultOf } from './function-results.ts'
import { inferName, type Scope } from './infer-name.ts'
import {
  anything,
  describeInferred,
  type Inferred,
  isAny,
  join,
  lettersOf,
  listOf,
  mayBeNull,
  maybe,
  nothing,
  present,
  scalar,
} from './inferred-type.ts'
import { mayLackArgument } from './may-lack-argument.ts'

/** Types the nodes of one expression, and notes what they read. */
export class Inference {
  readonly #scope: Scope
  readonly #input: Inferred

  constructor(scope: Scope, input: Inferred) {
    this.#scope = scope
    this.#input = input
  }

  /** The type of a node for a value at hand. A node that ends at an object, list or map uses all of it. */
  infer(node: Node, context: Inferred): Inferred {
    const value = this.#step(node, context)
    this.#scope.reads.whole(value.type)
    return value
  }

  #step(node: Node, context: Inferred): Inferred {
    const bare = this.#bare(node, context)
    const filtered = node.predicates.reduce((value, filter) => this.#filter(value, filter), bare)
    const grouped =
      node.group === undefined || node.kind === 'path' ? filtered : this.#grouping(node.group, filtered)
    return node.keepsList ? keepList(grouped) : grouped
  }

  #bare(node: Node, context: Inferred): Inferred {
    switch (node.kind) {
      case 'literal':
        return inferLiteral(node.value)
      case 'variable':
        return node.name === 'context' ? context : this.#input
      case 'name':
        return throughNull(context, inferName(context.type, node, this.#scope))
      case 'wildcard':
        return this.#wildcard(context)
      case 'path':
        return this.#path(node, context)
      case 'binary':
        return this.#binary(node, context)
      case 'negation':
        return this.#numbers([this.infer(node.operand, context)], '-', node)
      case 'list':
        return this.#list(node.items, context)
      case 'range':
        return listOf({ kind: 'scalar', scalar: 'integer' }, false)
      case 'object':
        return this.#object(node, context)
      case 'condition':
        return this.#condition(node, context)
      case 'fallback':
        return this.#fallback(this.infer(node.left, context), this.infer(node.right, context))
      case 'block':
        return node.body === undefined ? nothing : this.#step(node.body, context)
      case 'call':
        return this.#call(node, context)
    }
  }

  #wildcard(context: Inferred): Inferred {
    this.#scope.reads.whole(context.type)
    return listOf(anything.type, true)
  }

  /** Each step works on the items of the one before; once a step gives lists, the path gives a list. */
  #path(node: PathNode, context: Inferred): Inferred {
    const [head] = node.steps
    let value = context
    let isMany = false
    for (const step of node.steps) {
      const isOver = value.type.kind === 'list' && !(step === head && step.kind === 'variable')
      // Sorting works on the list as a whole, and an index behind it picks from the whole.
      isMany = step.kind === 'sort' ? false : isMany || isOver
      value = this.#pathStep(step, isOver && step.kind !== 'sort' ? itemsOf(value) : value)
      const isConstructed = step.kind === 'list' && step.isConstructed && step !== head
      if (isMany && (isConstructed || value.type.kind !== 'list')) value = listOf(value.type, value.nullable)
    }
    const kept = node.keepsSingleton ? keepList(value) : value
    return node.group === undefined ? kept : this.#grouping(node.group, kept)
  }

  #pathStep(step: PathStepNode, item: Inferred): Inferred {
    const { reads } = this.#scope
    if (step.kind === 'sort') {
      for (const term of step.terms) {
        if (mayBeNull(reads.decided(() => this.infer(term.expression, itemsOf(item))))) reads.absent()
      }
      return step.stages.reduce((value, filter) => this.#filter(value, filter), item)
    }
    return step.stages.reduce((value, filter) => this.#filter(value, filter), this.#step(step, item))
  }

  /** An index picks one item; any other filter keeps a list a list, and makes a single value uncertain. */
  #filter(value: Inferred, filter: Node): Inferred {
    if (filter.kind === 'literal' && typeof filter.value === 'number') return maybe(itemsOf(value))
    const item = itemsOf(value)
    this.#scope.reads.decided(() => this.infer(filter, item))
    return value.type.kind === 'list' ? value : maybe(value)
  }

  #binary(node: BinaryNode, context: Inferred): Inferred {
    const sides = [this.infer(node.left, context), this.infer(node.right, context)]
    switch (node.operator) {
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return this.#numbers(sides, node.operator, node)
      case '&':
        return scalar('string')
      case '=':
      case '!=':
      case 'in':
      case 'and':
      case 'or':
        return scalar('boolean')
      case '<':
      case '<=':
      case '>':
      case '>=':
        this.#checkComparable(sides, node)
        return { ...scalar('boolean'), missing: sides.some((side) => side.missing) }
    }
  }

  #numbers(sides: readonly Inferred[], operator: string, node: Node): Inferred {
    for (const { type, nullable } of sides) {
      if (mayBeNull({ type, nullable })) this.#scope.reads.absent()
      if (!lettersOf(type).includes('n')) {
        this.#problem(
          `"${operator}" needs numbers, not ${describeInferred(type)}. Convert with $number.`,
          node,
        )
      }
    }
    const isWhole =
      operator !== '/' && sides.every(({ type }) => type.kind === 'scalar' && type.scalar === 'integer')
    return { ...scalar(isWhole ? 'integer' : 'number'), missing: sides.some((side) => side.missing) }
  }

  #checkComparable(sides: readonly Inferred[], node: BinaryNode): void {
    const [left = '', right = ''] = sides.map(({ type }) => lettersOf(type))
    if (sides.some(mayBeNull)) this.#scope.reads.absent()
    const isFit = ['s', 'n'].some((letter) => left.includes(letter) && right.includes(letter))
    if (isFit) return
    const types = sides.map(({ type }) => describeInferred(type)).join(' with ')
    this.#problem(`"${node.operator}" compares two numbers or two texts, not ${types}.`, node)
  }

  #list(items: readonly Node[], context: Inferred): Inferred {
    const values = items.map((item) => {
      const value = this.infer(item, context)
      return item.kind === 'list' ? value : itemsOf(value)
    })
    const joined = values.reduce(join, nothing)
    return listOf(joined.type.kind === 'nothing' ? anything.type : joined.type, joined.nullable)
  }

  #object(node: ObjectNode, context: Inferred): Inferred {
    if (context.type.kind === 'list') return this.#grouping(node.pairs, context)
    return this.#members(node.pairs, context)
  }

  #members(pairs: readonly Pair[], context: Inferred): Inferred {
    const fields = pairs.map(({ key, value }) => {
      if (mayBeNull(this.infer(key, context))) this.#scope.reads.absent()
      const name = key.kind === 'literal' && typeof key.value === 'string' ? key.value : undefined
      return { name, value: this.infer(value, context) }
    })
    const named = fields.flatMap(({ name, value }) => (name === undefined ? [] : [{ name, value }]))
    if (named.length === fields.length) return present({ kind: 'record', fields: named })
    return present({ kind: 'map', values: { kind: 'scalar', scalar: 'any' }, valuesNullable: true })
  }

  /** Behind a value, items with one key share a member, so that its value may be made from one item or from a list. */
  #grouping(pairs: readonly Pair[], value: Inferred): Inferred {
    const single = this.#members(pairs, itemsOf(value))
    if (value.type.kind !== 'list' || single.type.kind !== 'record') return single
    const several = pairs.map((pair) => this.infer(pair.value, listOf(itemsOf(value).type, false)))
    const fields = single.type.fields.map((field, index) => ({
      name: field.name,
      value: join(field.value, several[index] ?? anything),
    }))
    return present({ kind: 'record', fields })
  }

  #condition(node: Extract<Node, { kind: 'condition' }>, context: Inferred): Inferred {
    this.infer(node.test, context)
    const otherwise = node.otherwise === undefined ? nothing : this.infer(node.otherwise, context)
    return join(this.infer(node.consequent, context), otherwise)
  }

  #fallback(left: Inferred, right: Inferred): Inferred {
    return join({ ...left, missing: false }, right)
  }

  #call(node: CallNode, context: Inferred): Inferred {
    const { reads } = this.#scope
    const inferAll = () =>
      node.arguments.map((argument) =>
        argument.kind === 'pattern' ? undefined : this.infer(argument, context),
      )
    const isCounting = node.function === 'count' || node.function === 'exists'
    const given = isCounting ? reads.counted(inferAll) : inferAll()
    const placed = this.#place(node, given, context)
    const values = placed.map((value) => value ?? anything)
    if (node.function === 'sort' && values.some((value) => mayBeNull(itemsOf(value)))) reads.absent()
    const [object, name] = node.arguments
    const isFixedLookup =
      node.function === 'lookup' && name?.kind === 'literal' && typeof name.value === 'string'
    if (!isFixedLookup || object === undefined) return resultOf(node.function, values)
    const step = { name: String(name.value), position: node.position }
    return maybe(inferName((values[0] ?? anything).type, step, this.#scope))
  }

  /** The arguments in the places of the parameters, each checked against what the function takes. */
  #place(
    node: CallNode,
    given: readonly (Inferred | undefined)[],
    context: Inferred,
  ): readonly (Inferred | undefined)[] {
    const parameters = parametersOf(node.function)
    const [first] = parameters
    const required = parameters.filter((parameter) => parameter.whenMissing === 'fail').length
    const least = first?.whenMissing === 'fail' ? required : required + 1
    const takesContext = first?.whenMissing === 'context' && given.length < Math.max(least, 1)
    if (takesContext) this.#scope.reads.whole(context.type)
    const placed = takesContext ? [context, ...given] : given
    if (placed.length < least)
      this.#problem(`"$${node.function}" needs ${least} arguments, not ${given.length}.`, node)
    for (const [index, value] of placed.entries()) {
      const parameter = parameters[first?.isRepeated === true ? 0 : index]
      const isPattern = value === undefined
      const letters = isPattern ? 'f' : lettersOf(value.type)
      if (value !== undefined && parameter !== undefined && mayLackArgument(value, { parameter, index }))
        this.#scope.reads.absent()
      const isFit =
        parameter === undefined || Array.from(letters).some((letter) => parameter.accepts.includes(letter))
      if (isFit) continue
      const type = isPattern ? 'a regular expression' : describeInferred(value.type)
      this.#problem(
        `Argument ${index + 1} of "$${node.function}" cannot be ${type}.${adviceFor(parameter.accepts)}`,
        node,
      )
    }
    return placed
  }

  #problem(message: string, node: Node): void {
    this.#scope.reads.problem(describeProblem(message, node.position))
  }
}

function adviceFor(accepts: string): string {
  if (accepts.startsWith('s')) return ' Convert it with $string.'
  return accepts.startsWith('n') ? ' Convert it with $number.' : ''
}

function inferLiteral(value: string | number | boolean | null): Inferred {
  if (value === null) return { ...nothing, nullable: true, missing: false }
  if (typeof value === 'number') return scalar(Number.isInteger(value) ? 'integer' : 'number')
  return scalar(typeof value === 'string' ? 'string' : 'boolean')
}

/** A field of null, or of nothing, is missing. */
function throughNull(context: Inferred, value: Inferred): Inferred {
  return context.nullable || context.missing ? maybe(value) : value
}

function keepList(value: Inferred): Inferred {
  return value.type.kind === 'list' || isAny(value.type) ? value : listOf(value.type, value.nullable)
}
