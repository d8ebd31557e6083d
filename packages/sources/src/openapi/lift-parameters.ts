import { type Argument, headerKey, type Json, objectsIn } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import type { Lifted } from '../json-schema/lifted.ts'
import type { SchemaLifter } from '../json-schema/lifter.ts'
import { overlayFor, removalFor } from './availability.ts'
import type { Call, ParameterEncoding } from './call.ts'
import { isCredentialParameter, type SchemeKey } from './credential-parameters.ts'
import type { KnownParameter, OperationHead, Parameter } from './normal-form.ts'
import { type KeptParameter, problemOf, toKept } from './kept-parameter.ts'
import type { Obstacle } from './obstacle.ts'

export interface LiftedParameters {
  readonly arguments: readonly Argument[]
  readonly encodings: readonly ParameterEncoding[]
  readonly constants: NonNullable<Call['constants']>
  readonly obstacles: readonly Obstacle[]
  /** Argument name by slot of the path template. */
  readonly slots: ReadonlyMap<string, string>
  readonly idempotencyHeader?: string
}

export interface ParameterTools {
  readonly lifter: SchemaLifter
  readonly log: IssueLog
  readonly keys: readonly SchemeKey[]
  /** Parameters that several operations refer to, read once, by their node. */
  readonly shared: Map<Json, KeptParameter>
}

/** Header names that the transport or the connection owns, and those that OpenAPI says to ignore as parameters. */
const transportHeaders = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'cookie',
  'set-cookie',
  'accept',
  'accept-encoding',
  'content-type',
  'content-encoding',
  'proxy-connection',
  'origin',
  'referer',
])

/** Arguments of an operation other than its body, and how each of them travels. */
export function liftParameters(
  named: { readonly head: OperationHead; readonly name: string; readonly slots: readonly string[] },
  parameters: readonly Parameter[],
  tools: ParameterTools,
): LiftedParameters {
  const lifting = new ParameterLifting(named, tools)
  const known = parameters.flatMap((parameter) => (parameter.status === 'known' ? [parameter] : []))
  const names = argumentNames(known)
  for (const parameter of parameters) {
    if (parameter.status === 'unresolved') lifting.refuse(parameter.pointer)
    else lifting.add(parameter, names.get(parameter) ?? parameter.name)
  }
  lifting.checkSlots()
  return lifting.result()
}

/** A path parameter keeps its name; of others with one name each is qualified by its place, and so is one named `body`. */
function argumentNames(parameters: readonly KnownParameter[]): ReadonlyMap<KnownParameter, string> {
  const counts = new Map<string, number>()
  for (const { name } of parameters) counts.set(name, (counts.get(name) ?? 0) + 1)
  const names = new Map<KnownParameter, string>()
  const taken = new Set<string>()
  const ordered =
    counts.size === parameters.length
      ? parameters
      : [...parameters].sort((a, b) => Number(b.place === 'path') - Number(a.place === 'path'))
  for (const parameter of ordered) {
    const plain = parameter.name.toWellFormed()
    const isShared = parameter.place !== 'path' && (counts.get(parameter.name) ?? 0) > 1
    let name = isShared || plain === 'body' || plain === '' ? `${parameter.place}.${plain}` : plain
    while (taken.has(name)) name = `${parameter.place}.${name}`
    taken.add(name)
    names.set(parameter, name)
  }
  return names
}

class ParameterLifting {
  readonly #head: OperationHead
  readonly #operation: string
  readonly #template: readonly string[]
  readonly #tools: ParameterTools
  readonly #arguments: Argument[] = []
  readonly #encodings: ParameterEncoding[] = []
  readonly #constants: NonNullable<Call['constants']> = []
  readonly #obstacles: Obstacle[] = []
  readonly #slots = new Map<string, string>()
  #idempotencyHeader: string | undefined

  constructor(
    named: { readonly head: OperationHead; readonly name: string; readonly slots: readonly string[] },
    tools: ParameterTools,
  ) {
    this.#head = named.head
    this.#operation = named.name
    this.#template = named.slots
    this.#tools = tools
  }

  add(parameter: KnownParameter, name: string): void {
    const isCredential = isCredentialParameter(parameter, this.#tools.keys)
    if (parameter.place === 'header' && transportHeaders.has(headerKey(parameter.name)) && !isCredential) {
      this.#reportHeader(parameter)
      return
    }
    if (parameter.place === 'querystring') {
      this.#obstruct(
        parameter,
        'parameter_unsupported',
        'A whole query string as one parameter is not supported.',
      )
      return
    }
    if (parameter.place === 'path' && !this.#template.includes(parameter.name)) {
      this.#obstruct(
        { ...parameter, required: false },
        'path_parameter_unused',
        `The path has no place for its parameter "${clip(parameter.name)}"; it is left out.`,
      )
      return
    }
    if (!isCredential) this.#refuseHeader(parameter)
    const known = this.#tools.shared.get(parameter.at.node)
    if (known?.argument.name === name) {
      this.#keep(parameter, known)
      return
    }
    const lifted = this.#lift(parameter, name)
    if (!lifted.isResolved && !isCredential) {
      this.#obstruct(
        parameter,
        'parameter_unresolved',
        `The type of parameter "${clip(parameter.name)}" cannot be resolved.`,
      )
      return
    }
    const kept = toKept(parameter, { name, lifted, isCredential }, this.#tools.log)
    // Nameless objects are named after their operation; everything else reads the same wherever it is referred to.
    if (objectsIn(lifted.type).length === 0) this.#tools.shared.set(parameter.at.node, kept)
    this.#keep(parameter, kept)
  }

  refuse(pointer: string): void {
    this.#obstacles.push({
      weight: 'quarantine',
      reason: {
        code: 'parameter_unresolved',
        message: 'A parameter cannot be read, and it may be required.',
        pointer,
        overlay: removalFor(
          this.#head,
          'Remove the parameter that cannot be read',
          `parameters[${pointer.slice(pointer.lastIndexOf('/') + 1)}]`,
        ),
      },
    })
  }

  checkSlots(): void {
    for (const slot of this.#template) {
      if (this.#slots.has(slot) || this.#isRefused(slot)) continue
      this.#obstacles.push({
        weight: 'quarantine',
        reason: {
          code: 'path_parameter_missing',
          message: `The path has a place "{${clip(slot)}}" that no parameter fills.`,
          pointer: this.#head.place.pointer,
          overlay: overlayFor(this.#head, `Declare the path parameter ${clip(slot)}`, {
            parameters: [
              { name: slot.toWellFormed(), in: 'path', required: true, schema: { type: 'string' } },
            ],
          }),
        },
      })
    }
  }

  result(): LiftedParameters {
    return {
      arguments: this.#arguments,
      encodings: this.#encodings,
      constants: this.#constants,
      obstacles: this.#obstacles,
      slots: this.#slots,
      ...(this.#idempotencyHeader === undefined ? {} : { idempotencyHeader: this.#idempotencyHeader }),
    }
  }

  #lift(parameter: KnownParameter, name: string): Lifted {
    const { schema } = parameter
    if (schema !== undefined) return this.#tools.lifter.lift(schema, `${this.#operation}.${name}`)
    return { type: { kind: 'scalar', scalar: 'string' }, nullable: false, isResolved: true, weight: 1 }
  }

  #keep(parameter: KnownParameter, kept: KeptParameter): void {
    const { argument, constant, encoding } = kept
    if (constant !== undefined) this.#constants.push(constant)
    if (argument.role === 'idempotency') this.#idempotencyHeader = parameter.name.toLowerCase()
    if (parameter.place === 'path') this.#slots.set(parameter.name, argument.name)
    this.#arguments.push(argument)
    if (encoding !== undefined) this.#encodings.push(encoding)
  }

  #obstruct(parameter: KnownParameter, code: string, message: string): void {
    this.#obstacles.push({
      weight: parameter.required ? 'quarantine' : 'limit',
      reason: { code, message, pointer: parameter.at.pointer },
    })
  }

  /** A slot whose parameter was refused already has its reason. */
  #isRefused(slot: string): boolean {
    return this.#obstacles.some((obstacle) => obstacle.reason.message.includes(`"${clip(slot)}"`))
  }

  /** It stays an argument, so that what it says of the operation is seen; no binding may use it. */
  #refuseHeader(parameter: KnownParameter): void {
    const problem = problemOf(parameter)
    if (problem === undefined) return
    this.#obstruct(
      parameter,
      'header_forbidden',
      `The ${parameter.place} "${clip(parameter.name)}" may not be sent: ${problem}.`,
    )
  }

  #reportHeader(parameter: KnownParameter): void {
    this.#tools.log.report({
      code: 'header_not_bindable',
      severity: 'info',
      message: `The header "${clip(parameter.name)}" is set by the transport or the connection and is no argument.`,
      pointer: parameter.at.pointer,
    })
  }
}

const clip = (text: string): string => text.slice(0, 120).toWellFormed()
