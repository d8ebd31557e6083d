import { graphql } from './graphql.ts'
import { jql } from './jql.ts'
import { json } from './json.ts'
import { lucene } from './lucene.ts'
import { odata } from './odata.ts'
import { plain } from './plain.ts'
import { shopifySearch } from './shopify-search.ts'
import { soql } from './soql.ts'
import type { TextSyntax } from './text-syntax.ts'

/** The languages that a template may be written in, as bindings and skills name them. */
const textSyntaxes = [
  ['json', json],
  ['graphql', graphql],
  ['jql', jql],
  ['odata', odata],
  ['lucene', lucene],
  ['soql', soql],
  ['shopify_search', shopifySearch],
  ['plain', plain],
] as const satisfies readonly (readonly [string, TextSyntax])[]

export type TextSyntaxName = (typeof textSyntaxes)[number][0]

export const textSyntaxNames: readonly TextSyntaxName[] = textSyntaxes.map(([name]) => name)

export function textSyntaxOf(wanted: TextSyntaxName): TextSyntax {
  const [, syntax] = textSyntaxes.find(([name]) => name === wanted) ?? [wanted, plain]
  return syntax
}
