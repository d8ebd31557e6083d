import type { Introspection, Json, Operation, SourceDocument } from '@bindery/model'
import { introspectDocuments } from './introspect.ts'

/** A document of the given content, as if uploaded. */
export function documentOf(content: Json | string, name = 'openapi.json'): SourceDocument {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  return { name, bytes: new TextEncoder().encode(text) }
}

/** Introspects one document. */
export async function introspectText(content: Json | string): Promise<Introspection> {
  return introspectDocuments([documentOf(content)], new AbortController().signal)
}

/** A 3.0.3 document around the given members. */
export function minimal(members: { readonly [name: string]: Json }): Json {
  return { openapi: '3.0.3', info: { title: 'Test', version: '1' }, paths: {}, ...members }
}

/** A 3.1 document with one operation, `GET /things` unless `at` says otherwise. */
export function withOperation(operation: Json, at: { path?: string; method?: string } = {}): Json {
  const { path = '/things', method = 'get' } = at
  return minimal({ openapi: '3.1.0', paths: { [path]: { [method]: operation } } })
}

/** The only operation that a document describes. Fails the test when there is none. */
export async function onlyOperation(content: Json): Promise<Operation> {
  const { catalog } = await introspectText(content)
  const [operation] = catalog.operations
  if (operation === undefined) throw new Error('The document describes no operation.')
  return operation
}
