import type { Argument, Availability, AvailabilityReason, Json, Operation, Pagination } from '@bindery/model'
import { unjudgedEffect } from '../effects/claim.ts'
import type { Draft } from '../json-schema/draft.ts'
import type { Call } from './call.ts'
import { paginationOf } from './connections.ts'
import { type ErrorChannel, errorChannelsOf } from './error-channels.ts'
import { describe, isNeeded, isUpload, liftArgument, type LiftTools } from './lift-inputs.ts'
import { subjectOf } from './operation-subject.ts'
import { argumentPointer, baseOf, type FieldPart, type InputPart, pointerOf } from './schema-parts.ts'
import { findUnusableInputs } from './unusable-inputs.ts'

type Root = Call['root']

export interface LiftedOperations {
  readonly operations: readonly Operation[]
  /** Fields that carry errors, by the payload type that has them. */
  readonly channels: ReadonlyMap<string, ReadonlySet<string>>
}

/** Every field of the root types as an operation. Never fails: what cannot be used is a reason on the operation. */
export function liftOperations(tools: LiftTools): LiftedOperations {
  const { table } = tools
  const { query, mutation } = table.parts.roots
  // One type for both roots: nothing tells its reads from its writes.
  const reads = query === mutation ? [] : (table.find(query)?.fields ?? [])
  const writes = table.find(mutation)?.fields ?? []
  const taken = new Set(reads.map((field) => field.name))
  const lifter = new OperationLifter(tools)
  const operations = [
    ...reads.map((field) => lifter.lift({ field, owner: query ?? '' }, 'query', field.name)),
    ...writes.map((field) =>
      lifter.lift(
        { field, owner: mutation ?? '' },
        'mutation',
        taken.has(field.name) ? `mutation.${field.name}` : field.name,
      ),
    ),
  ]
  return { operations, channels: lifter.channels }
}

/** A field of a root type. */
interface RootField {
  readonly field: FieldPart
  readonly owner: string
}

class OperationLifter {
  readonly channels = new Map<string, Set<string>>()
  readonly #tools: LiftTools
  readonly #unusable: ReadonlySet<string>

  constructor(tools: LiftTools) {
    this.#tools = tools
    this.#unusable = findUnusableInputs(tools.table)
  }

  lift(place: RootField, root: Root, name: string): Operation {
    const { field, owner } = place
    const pointer = pointerOf(owner, field)
    const { table, log } = this.#tools
    const inputs = field.arguments.map((part) => ({ part, argument: this.#liftArgument(place, part) }))
    const channels = root === 'mutation' ? this.#channelsOf(field) : []
    const pagination = root === 'query' ? paginationOf(field, table.baseOf(field.type), table) : undefined
    const returns = table.use(field.type, 'output')
    const args = inputs.flatMap(({ argument }) =>
      argument === undefined ? [] : [toPaging(argument, pagination)],
    )
    const operation: Draft<Operation> = {
      name,
      ...unjudgedEffect,
      groups: [root],
      arguments: args,
      availability: this.#availability(place, inputs, returns === undefined),
      security: [],
      call: toCall(field, root, { args, channels }),
      provenance: pointer,
    }
    const { default: _default, ...words } = field
    describe(operation, words, { pointer, log })
    if (returns !== undefined) operation.returns = returns
    if (pagination !== undefined) operation.pagination = pagination
    const subject = subjectOf(field, root, table)
    if (subject !== undefined) operation.object = subject
    const input = inputArgumentOf(args)
    if (input !== undefined) operation.inputArgument = input
    return operation
  }

  #liftArgument({ field, owner }: RootField, part: InputPart): Argument | undefined {
    if (this.#unusable.has(baseOf(part.type ?? ''))) return undefined
    return liftArgument(part, argumentPointer(owner, field, part), this.#tools)
  }

  #channelsOf(field: FieldPart): readonly ErrorChannel[] {
    const { table } = this.#tools
    const payload = table.baseOf(field.type)
    const found = errorChannelsOf(payload, table)
    if (payload === undefined || found.length === 0) return found
    const known = this.channels.get(payload.name) ?? new Set()
    for (const channel of found) known.add(channel.field)
    this.channels.set(payload.name, known)
    return found
  }

  #availability(
    { field, owner }: RootField,
    inputs: readonly { readonly part: InputPart; readonly argument: Argument | undefined }[],
    isMute: boolean,
  ): Availability {
    const lost = inputs.filter(({ argument }) => argument === undefined).map(({ part }) => part)
    const reasons = lost.map((part) => this.#reasonFor(part, argumentPointer(owner, field, part)))
    if (isMute) {
      const message = `The type of what "${field.name}" answers is not defined or cannot be used.`
      reasons.push({ code: 'answer_type_unknown', message, pointer: pointerOf(owner, field) })
    }
    if (reasons.length === 0) return bindable
    const isQuarantined = isMute || lost.some(isNeeded)
    for (const reason of reasons)
      this.#tools.log.report({ ...reason, severity: isQuarantined ? 'warning' : 'info' })
    return { status: isQuarantined ? 'quarantined' : 'limited', reasons }
  }

  #reasonFor(part: InputPart, pointer: string): AvailabilityReason {
    const need = isNeeded(part) ? 'must be given and' : 'is left out: it'
    if (isUpload(part)) {
      const message = `The argument "${part.name}" ${need} takes a file, which is not sent by GraphQL over JSON.`
      return { code: 'upload_unsupported', message, pointer }
    }
    const what = this.#unusable.has(baseOf(part.type ?? ''))
      ? 'needs a value that no call can give'
      : 'has a type that is not defined or is no input'
    return { code: 'argument_type_unknown', message: `The argument "${part.name}" ${need} ${what}.`, pointer }
  }
}

const bindable: Availability = { status: 'bindable' }

function toCall(
  field: FieldPart,
  root: Root,
  lifts: { readonly args: readonly Argument[]; readonly channels: readonly ErrorChannel[] },
): Json {
  const types = new Map(field.arguments.map((part) => [part.name, part.type]))
  return {
    root,
    field: field.name,
    arguments: lifts.args.map(({ name }) => ({ name, type: types.get(name) ?? '' })),
    errorChannels: lifts.channels.map(({ field: channel, select }) => ({ field: channel, select })),
  }
}

function toPaging(argument: Argument, pagination: Pagination | undefined): Argument {
  if (pagination === undefined) return argument
  const isPaging =
    pagination.arguments.includes(argument.name) || argument.name === 'first' || argument.name === 'last'
  return isPaging ? { ...argument, role: 'pagination' } : argument
}

/** The only argument that is an object; of several the one called `input`, or the only required one. */
function inputArgumentOf(args: readonly Argument[]): string | undefined {
  const objects = args.filter((argument) => argument.type.kind === 'object')
  const required = objects.filter((argument) => argument.required)
  const named = objects.find((argument) => argument.name === 'input')
  const chosen =
    objects.length === 1 ? objects[0] : (named ?? (required.length === 1 ? required[0] : undefined))
  return chosen?.name
}
