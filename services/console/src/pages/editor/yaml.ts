import type { Binding } from '@bindery/client'
import { dump, JSON_SCHEMA, load } from 'js-yaml'
import { t } from '../../text/translate.ts'
import { isBinding } from './binding-shape.ts'

export type Read =
  | { readonly ok: true; readonly binding: Binding }
  | { readonly ok: false; readonly message: string }

/** Characters that are read: a binding is a page, not a book. */
const longest = 500_000

/** The binding as YAML, with nothing that is not in its body. */
export const write = (binding: Binding): string =>
  dump(binding, { schema: JSON_SCHEMA, lineWidth: 110, noRefs: true })

/** A binding from YAML or JSON. What it says is for the compiler to judge; that it is one operation's body is judged here. */
export function read(text: string): Read {
  if (text.length > longest) return { ok: false, message: `Longer than ${longest} characters.` }
  try {
    const value: unknown = load(text, { schema: JSON_SCHEMA })
    if (isShared(value)) return { ok: false, message: t('editor.noAliases') }
    return isBinding(value) ? { ok: true, binding: value } : { ok: false, message: t('editor.noBinding') }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}

/** Whether a part stands in a value more than once: written out, such a text grows without bounds. */
function isShared(value: unknown): boolean {
  const seen = new Set<object>()
  const open: unknown[] = [value]
  while (open.length > 0) {
    const node = open.pop()
    if (typeof node !== 'object' || node === null) continue
    if (seen.has(node)) return true
    seen.add(node)
    for (const part of Object.values(node) satisfies unknown[]) open.push(part)
  }
  return false
}
