import { dump, JSON_SCHEMA, load } from 'js-yaml'
import { t } from '../../text/translate.ts'
import type { Guard } from './kept-history.ts'

export type Read<Body> =
  | { readonly ok: true; readonly binding: Body }
  | { readonly ok: false; readonly message: string }

/** Characters that are read: a binding is a page, not a book. */
const longest = 500_000

/** The binding as YAML, with nothing that is not in its body. */
export const write = (binding: unknown): string =>
  dump(binding, { schema: JSON_SCHEMA, lineWidth: 110, noRefs: true })

/** A binding from YAML or JSON. What it says is for the compiler to judge; that it has the shape of one is judged here. */
export function read<Body>(text: string, is: Guard<Body>): Read<Body> {
  if (text.length > longest) return { ok: false, message: `Longer than ${longest} characters.` }
  try {
    const value: unknown = load(text, { schema: JSON_SCHEMA })
    if (isShared(value)) return { ok: false, message: t('editor.noAliases') }
    return is(value) ? { ok: true, binding: value } : { ok: false, message: t('editor.noBinding') }
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
