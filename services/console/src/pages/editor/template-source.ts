import type { TemplateSource } from './source.ts'
import { templateParams } from './source-params.ts'

export type TextSyntax = NonNullable<TemplateSource['syntax']>

/** The languages that a text with parameters may be written in, those with literals of their own first. */
export const textSyntaxes: readonly TextSyntax[] = [
  'jql',
  'odata',
  'lucene',
  'soql',
  'shopify_search',
  'graphql',
  'json',
  'plain',
]

/** By the name that an argument usually has: only what it begins with, there to be changed. */
const usual: Readonly<Record<string, TextSyntax>> = {
  jql: 'jql',
  $filter: 'odata',
  soql: 'soql',
}

/** What was typed as a text with parameters; undefined where none stands in it. */
export function typedTemplate(argument: string, typed: string): TemplateSource | undefined {
  if (templateParams(typed).length === 0) return undefined
  return { kind: 'template', syntax: usual[argument.toLowerCase()] ?? 'plain', template: typed }
}
