import { type Field, type Operation, unwrap } from '@bindery/client'
import { type Call, type Command, lines } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { bindingText } from '../input/binding-file.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { listOf, members, own, text } from '../schemas/output-schema.ts'

const operation = argument('operation', 'The operation by its name')

const output = { path: text, leaf: text }

export const command: Command = {
  summary: 'A binding to begin with: what an operation requires, and outputs of what it returns',
  takes: [providerArgument, operation],
  output: own(
    members({
      integration: text,
      operation: text,
      toolName: text,
      description: text,
      inputs: listOf(members({ param: text, argument: text, required: { const: true } })),
      projection: listOf(
        members({ ...output, max: { type: 'integer' }, fields: listOf(members(output)) }, ['max', 'fields']),
      ),
    }),
  ),
  example: 'binding new clinic searchPatients',
  run: async (call) => {
    const { get, api, names } = call
    const { id: kind } = await names.provider(get(providerArgument))
    const { data } = unwrap(
      await api.GET('/api/v1/integrations/{kind}/operations/{operation}', {
        params: { path: { kind, operation: get(operation) } },
      }),
    )
    const returned = data.returns?.references[0]
    const projection = returned === undefined ? [] : await outputsOf(call, { kind, object: returned })
    const binding = { ...beginning(kind, data), projection }
    return {
      data: binding,
      view: lines((await bindingText(binding)).trimEnd().split('\n')),
      note: 'Edit it, then: bindery binding lint <agent> <file>',
    }
  },
}

interface ObjectPlace {
  readonly kind: string
  readonly object: string
}

/** The plain fields of what is returned, or of the rows of the first list in it. */
async function outputsOf(call: Call, place: ObjectPlace): Promise<readonly Output[]> {
  const fields = await fieldsOf(call, place)
  const list = fields.find(({ references, type }) => references.length === 1 && type.endsWith('[]'))
  const [row] = list?.references ?? []
  if (list === undefined || row === undefined) return plainOutputs(fields)
  const rowFields = plainOutputs(await fieldsOf(call, { ...place, object: row }))
  return [{ path: list.name, leaf: snake(list.name), max: mostRows, fields: rowFields }]
}

async function fieldsOf({ api }: Call, path: ObjectPlace): Promise<readonly Field[]> {
  return unwrap(await api.GET('/api/v1/integrations/{kind}/objects/{object}', { params: { path } })).data
    .fields
}

const plainOutputs = (fields: readonly Field[]): readonly PlainOutput[] =>
  fields
    .filter(({ references, sensitivityClass }) => references.length === 0 && sensitivityClass === 'none')
    .slice(0, mostOutputs)
    .map(({ name }) => ({ path: name, leaf: snake(name) }))

interface PlainOutput {
  readonly path: string
  readonly leaf: string
}

interface Output extends PlainOutput {
  readonly max?: number
  readonly fields?: readonly PlainOutput[]
}

const mostRows = 5

/** More outputs than an agent reads with one glance are seldom wanted. */
const mostOutputs = 8

const beginning = (integration: string, { name, title, description, ...rest }: Operation) => ({
  integration,
  operation: name,
  toolName: title ?? name,
  description: description ?? title ?? name,
  inputs: rest.arguments
    .filter(({ required }) => required)
    .map((one) => ({ param: snake(one.name), argument: one.name, required: true as const })),
})

/** The words of a name as parameters and outputs are written. */
const snake = (name: string): string =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll(/[^\w]+/g, '_')
    .toLowerCase()
