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
export const textSyntaxNames = [
  'json',
  'graphql',
  'jql',
  'odata',
  'lucene',
  'soql',
  'shopify_search',
  'plain',
] as const

export type TextSyntaxName = (typeof textSyntaxNames)[number]

const textSyntaxes: Readonly<Record<TextSyntaxName, TextSyntax>> = {
  json,
  graphql,
  jql,
  odata,
  lucene,
  soql,
  shopify_search: shopifySearch,
  plain,
}

export const textSyntaxOf = (name: TextSyntaxName): TextSyntax => textSyntaxes[name]
