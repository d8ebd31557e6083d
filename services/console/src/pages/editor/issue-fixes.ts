import type { BindingValidation } from '@bindery/client'
import { t } from '../../text/translate.ts'
import { rangeOfIssue } from './issue-place.ts'

export type Issue = BindingValidation['errors'][number]

/** A way out of an issue, as a patch of the binding. */
export interface IssueFix {
  readonly title: string
  readonly patch: readonly unknown[]
}

/** Near names that are offered for a wrong one. */
const mostNames = 2

/** The ways out of an issue: of an expression first the names that may have been meant, then what the compiler offers. */
export function fixesOf(issue: Issue, binding: unknown): readonly IssueFix[] {
  return [...renamings(issue, binding), ...(issue.fixes ?? [])]
}

function renamings({ code, path, message, suggestions = [] }: Issue, binding: unknown): readonly IssueFix[] {
  const text = code === 'transform_invalid' ? textAt(binding, path) : undefined
  if (text === undefined) return []
  const { from, to } = rangeOfIssue(text, message)
  return suggestions.slice(0, mostNames).map((name) => {
    const value = `${text.slice(0, from)}${name}${text.slice(to)}`
    return { title: t('editor.useName', { name }), patch: [{ op: 'replace', path, value }] }
  })
}

/** The text at a pointer; undefined when none stands there. */
function textAt(binding: unknown, pointer: string): string | undefined {
  let node = binding
  for (const key of pointer.split('/').slice(1)) {
    if (typeof node !== 'object' || node === null) return undefined
    node = new Map<string, unknown>(Object.entries(node)).get(key)
  }
  return typeof node === 'string' ? node : undefined
}
