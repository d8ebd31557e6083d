import {
  checkScope,
  errorTable,
  JsonValue,
  nearestNames,
  objectsIn,
  type Operation,
  openScoping,
  PlatformError,
  type SchemaCatalog,
} from '@bindery/model'
import { z } from 'zod'
import type { DescribedApi } from '../kernel/api-reference.ts'
import type { Needs } from '../kernel/needs.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import { toObjectView } from './browse.ts'
import { CatalogIndexView, indexColumns, loadAddressOf } from './catalog-index.ts'
import { ObjectView, OperationView, toEdgeView, toOperationView } from './views.ts'

const tag = 'Reference'
const Name = z.string().min(1).max(1_000)

const ReferenceOperation = OperationView.extend({
  method: z.string(),
  path: z.string().describe('With `{name}` for what an argument fills'),
  scope: z
    .string()
    .describe('What a key must be granted; `any` for every key, `none` for nobody in particular'),
  environment: z.string().describe('Which keys of one environment may call it'),
  errors: z.array(z.object({ code: z.string(), status: z.int(), title: z.string() })),
  example: JsonValue.optional().describe('Content as somebody would send it'),
  reveals: z.enum(['a secret', 'nothing']).describe('Whether its answer holds a secret that is shown once'),
}).meta({ id: 'ReferenceOperation' })

/** Nothing of the API is hidden from who may call it. */
const everything = checkScope(openScoping)

async function viewOperation(
  { catalog, factsOf }: DescribedApi,
  name: string,
): Promise<z.input<typeof ReferenceOperation>> {
  const operation = catalog.operations.find((each) => each.name === name)
  const facts = factsOf(name)
  if (operation === undefined || facts === undefined)
    throw missing('operation', { name, known: catalog.operations })
  const address = (await loadAddressOf(catalog.source))(operation)
  return {
    ...toOperationView(operation, everything),
    method: address?.method ?? '',
    path: address?.path ?? '',
    scope: facts.scope,
    environment: facts.environment,
    errors: facts.errors.map((code) => {
      const { status, title } = errorTable[code]
      return { code, status, title }
    }),
    ...(facts.example !== undefined && { example: facts.example }),
    reveals: facts.reveals,
  }
}

function viewObject(catalog: SchemaCatalog, name: string): z.input<typeof ObjectView> {
  const object = catalog.objects.find((each) => each.name === name)
  if (object === undefined) throw missing('object', { name, known: catalog.objects })
  return {
    ...toObjectView(object, everything),
    edges: catalog.relationships
      .filter(({ from, to }) => [from.object, to.object].includes(name))
      .map(toEdgeView),
    operations: catalog.operations.filter((operation) => speaksOf(operation, name)).map((each) => each.name),
  }
}

function speaksOf({ object, arguments: given, returns }: Operation, name: string): boolean {
  const types = [...given.map(({ type }) => type), ...(returns === undefined ? [] : [returns.type])]
  return object === name || types.some((type) => objectsIn(type).includes(name))
}

interface Missing {
  readonly name: string
  readonly known: readonly { readonly name: string }[]
}

function missing(kind: 'object' | 'operation', { name, known }: Missing): PlatformError {
  const suggestions = nearestNames(
    name,
    known.map((each) => each.name),
  )
  return new PlatformError('not_found', `The API has no ${kind} "${name.slice(0, 200)}".`, {
    members: { suggestions },
  })
}

/** Our own API, seen as any provider is. */
export const referenceUseCases = {
  index: useCase({
    scope: 'any',
    environment: 'none',
    tag,
    summary: 'All operations and objects of this API in columns',
    takes: {},
    output: CatalogIndexView,
    run: async (_, { services }: Context<Needs<'reference'>>) => ({
      data: await indexColumns((await services.reference()).catalog),
    }),
  }),

  showOperation: useCase({
    scope: 'any',
    environment: 'none',
    tag,
    summary: 'One operation of this API: what it takes and answers, the scope it needs, its errors',
    takes: { subject: z.object({ operation: Name }) },
    output: ReferenceOperation,
    errors: ['not_found'],
    run: async ({ subject }, { services }: Context<Needs<'reference'>>) => ({
      data: await viewOperation(await services.reference(), subject.operation),
    }),
  }),

  showObject: useCase({
    scope: 'any',
    environment: 'none',
    tag,
    summary: 'One object that operations of this API take or answer with',
    takes: { subject: z.object({ object: Name }) },
    output: ObjectView,
    errors: ['not_found'],
    run: async ({ subject }, { services }: Context<Needs<'reference'>>) => ({
      data: viewObject((await services.reference()).catalog, subject.object),
    }),
  }),
}
