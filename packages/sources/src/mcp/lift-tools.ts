import {
  type Argument,
  type AvailabilityReason,
  fingerprint,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  type Operation,
  ownProperty,
  type SchemaCatalog,
  type Typed,
} from '@bindery/model'
import { groundEffect } from '../effects/claim.ts'
import type { Draft } from '../json-schema/draft.ts'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { SchemaLifter } from '../json-schema/lifter.ts'
import { childPlace, type ObjectPlace, asObjectPlace, type Place, rootPlace } from '../json-schema/place.ts'
import { checkName, readText } from '../json-schema/read-text.ts'
import { References } from '../json-schema/references.ts'
import { UniqueNames } from '../json-schema/unique-names.ts'
import type { Call } from './call.ts'
import { textAnswer, textAnswerObjects } from './content-parts.ts'
import { groundOf } from './effect-claim.ts'

interface LiftTools {
  readonly log: IssueLog
  readonly signal: AbortSignal
}

/** The tools of a server as a raw catalog: an operation for each, named as the tool is. */
export function liftTools(tools: readonly JsonObject[], { log, signal }: LiftTools): SchemaCatalog {
  const references = new References({ find: () => undefined })
  const lifter = new SchemaLifter({
    references,
    log,
    siblings: 'merge',
    nameTarget: ({ place, segments }) => ({
      name: [place.file.name.replace(/ (?:in|out)put$/, ''), ...segments.slice(-1)].join('.'),
      origin: 'inline',
    }),
  })
  const names = new UniqueNames()
  const operations = tools.flatMap((tool, at) => {
    signal.throwIfAborted()
    return liftTool(tool, { at, log, lifter, names })
  })
  const objects = lifter.drain()
  const isTextUsed = operations.some(({ returns }) => returns === textReturns)
  return {
    formatVersion: 1,
    source: 'mcp',
    title: 'MCP server',
    servers: [],
    security: [],
    objects: isTextUsed ? [...objects, ...textAnswerObjects] : objects,
    relationships: [],
    operations,
  }
}

interface Lift {
  readonly at: number
  readonly log: IssueLog
  readonly lifter: SchemaLifter
  readonly names: UniqueNames
}

function liftTool(tool: JsonObject, lift: Lift): readonly Operation[] {
  const given = ownProperty(tool, 'name')
  const pointer = `tools/${lift.at}`
  if (typeof given !== 'string' || given === '') {
    lift.log.report({
      code: 'tool_nameless',
      severity: 'warning',
      message: 'A tool has no name; it is left out.',
      pointer,
    })
    return []
  }
  const name = lift.names.take(given, 'free')
  const place = { pointer }
  checkName(given, place, lift.log)
  const input = liftInput(tool, name, lift)
  const call: Call = {
    tool: given.toWellFormed(),
    definition: fingerprint(toWellFormed(tool)),
    input: input.kind,
    answer: isJsonObject(ownProperty(tool, 'outputSchema')) ? 'structured' : 'text',
  }
  const operation: Draft<Operation> = {
    name,
    ...groundEffect(groundOf(tool)),
    groups: [],
    arguments: input.arguments,
    returns: liftAnswer(tool, name, lift),
    availability: availabilityOf({ given, name, pointer }),
    security: [],
    call,
    provenance: pointer,
  }
  const title = readText(ownProperty(tool, 'title') ?? annotatedTitle(tool), place, lift.log)
  const description = readText(ownProperty(tool, 'description'), place, lift.log)
  if (operation.returns === textReturns) operation.object = textAnswer.name
  if (title !== undefined) operation.title = title
  if (description !== undefined) operation.description = description
  if (input.kind === 'whole') operation.inputArgument = 'arguments'
  return [operation]
}

/** Where revisions before 2025-06-18 keep it. */
function annotatedTitle(tool: JsonObject): Json | undefined {
  const annotations = ownProperty(tool, 'annotations')
  return annotations !== undefined && isJsonObject(annotations)
    ? ownProperty(annotations, 'title')
    : undefined
}

interface LiftedInput {
  readonly kind: Call['input']
  readonly arguments: readonly Argument[]
}

/** Each property is an argument; a schema whose fields are put together from parts is one argument that holds them. */
function liftInput(tool: JsonObject, name: string, { lifter, log }: Lift): LiftedInput {
  const schema = ownProperty(tool, 'inputSchema')
  const root = asObjectPlace(toPlace(`${name} input`, isJsonObject(schema) ? schema : { type: 'object' }))
  if (root === undefined) return { kind: 'fields', arguments: [] }
  if (composed.some((keyword) => root.node[keyword] !== undefined)) {
    const lifted = lifter.lift(root, `${name}.arguments`)
    return {
      kind: 'whole',
      arguments: [toArgument({ name: 'arguments', place: root, lifted, required: true })],
    }
  }
  const properties = childPlace(root, 'properties')
  const required = requiredOf(root)
  const members = isJsonObject(properties.node) ? Object.keys(properties.node) : []
  return {
    kind: 'fields',
    arguments: members.map((member) => {
      const place = childPlace(properties, member)
      checkName(member, place, log)
      const lifted = lifter.lift(place, `${name}.${member}`)
      return toArgument({ name: member, place, lifted, required: required.has(member) })
    }),
  }
}

const composed = ['$ref', 'allOf', 'anyOf', 'oneOf']

function requiredOf({ node }: ObjectPlace): ReadonlySet<Json> {
  const listed = node['required']
  return new Set(isJsonArray(listed) ? listed : [])
}

interface Member {
  readonly name: string
  readonly place: Place
  readonly lifted: ReturnType<SchemaLifter['lift']>
  readonly required: boolean
}

function toArgument({ name, place, lifted, required }: Member): Argument {
  const argument: Draft<Argument> = {
    name: name.toWellFormed(),
    place: 'argument',
    type: lifted.type,
    nullable: lifted.nullable,
    required,
    sensitivity: 'none',
    provenance: place.pointer,
  }
  if (lifted.description !== undefined) argument.description = lifted.description
  if (lifted.default !== undefined) argument.default = lifted.default
  if (lifted.example !== undefined) argument.example = lifted.example
  if (lifted.constraints !== undefined) argument.constraints = lifted.constraints
  if (lifted.deprecated !== undefined) argument.deprecated = lifted.deprecated
  return argument
}

const textReturns: Typed = { type: { kind: 'object', name: textAnswer.name }, nullable: false }

function liftAnswer(tool: JsonObject, name: string, { lifter }: Lift): Typed {
  const schema = ownProperty(tool, 'outputSchema')
  if (!isJsonObject(schema)) return textReturns
  const { type, nullable } = lifter.lift(toPlace(`${name} output`, schema), `${name}.result`)
  return { type, nullable }
}

const toPlace = (file: string, schema: JsonObject): Place => rootPlace({ name: file, root: () => schema })

/** A person who approves a tool must be able to tell its name from others, and the server must know it by that name. */
function availabilityOf(tool: {
  readonly given: string
  readonly name: string
  readonly pointer: string
}): Operation['availability'] {
  const { given, name, pointer } = tool
  const reasons: AvailabilityReason[] = []
  if (given !== name)
    reasons.push({
      code: 'tool_name_ambiguous',
      message:
        'Another tool of the server has this name, or it is too long, so the server cannot be told which is meant.',
      pointer,
    })
  if (!/^[\x20-\x7e]+$/.test(given))
    reasons.push({
      code: 'tool_name_unprintable',
      message:
        'The name of the tool holds characters outside of printable ASCII, which can pass for another name.',
      pointer,
    })
  return reasons.length === 0 ? { status: 'bindable' } : { status: 'quarantined', reasons }
}

/** Lone surrogates have no bytes, so they are replaced before a definition is hashed. */
function toWellFormed(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed()
  if (isJsonArray(value)) return value.map(toWellFormed)
  if (!isJsonObject(value)) return value
  return Object.entries(value).map(([name, member]) => [name.toWellFormed(), toWellFormed(member)])
}
