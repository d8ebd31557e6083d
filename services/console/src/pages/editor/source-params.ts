import type { Source } from './source.ts'

/** The parameters that a source takes, each once. */
export function paramsOf(source: Source | undefined): readonly string[] {
  if (source?.kind === 'param') return [source.param]
  return source?.kind === 'template' ? templateParams(source.template) : []
}

/** Names in single braces; doubled ones are braces of the text. */
export const templateParams = (template: string): readonly string[] => [
  ...new Set([...template.matchAll(/\{\{|\}\}|\{([^{}\s]+)\}/g)].flatMap(([, name]) => name ?? [])),
]
