import { parseJson } from '@bindery/model'
import type { ApiReference, DescribedApi, OperationFacts } from '@bindery/platform/kernel'
import { introspectDocuments } from '@bindery/sources'
import { describeApi, errorsOf, operationIdOf } from './openapi-document.ts'
import type { Route } from './route.ts'

/** Our own description, read as a provider's is: once, when somebody first wants to see it. */
export function apiReference(routes: () => readonly Route[]): ApiReference {
  let read: Promise<DescribedApi> | undefined
  return () => {
    read ??= readOwn(routes())
    return read
  }
}

async function readOwn(routes: readonly Route[]): Promise<DescribedApi> {
  const bytes = Buffer.from(JSON.stringify(describeApi(routes)))
  const document = { name: 'openapi.json', bytes }
  const { catalog } = await introspectDocuments([document], new AbortController().signal)
  const facts = new Map(routes.map((route) => [operationIdOf(route), factsOf(route)]))
  return { catalog, factsOf: (operation) => facts.get(operation) }
}

const factsOf = (route: Route): OperationFacts => ({
  scope: route.scope,
  environment: route.environment,
  errors: errorsOf(route),
  example: exampleOf(route.documentation.example),
  reveals: route.documentation.reveals,
})

const exampleOf = (example: unknown): OperationFacts['example'] =>
  example === undefined ? undefined : parseJson(JSON.stringify(example))
