import type { Binding } from '@bindery/client'
import { isBinding } from './binding-shape.ts'

/** `binding` after a patch of RFC 6902 with the operations that fixes use; undefined when a place of it is gone. */
export function applyPatch(binding: Binding, patch: readonly unknown[]): Binding | undefined {
  const result = patched(binding, patch)
  return isBinding(result) ? result : undefined
}

/** The same of anything; undefined when a place of it is gone. */
export function patched(body: unknown, patch: readonly unknown[]): unknown {
  let result = body
  for (const step of patch) {
    if (!isStep(step)) return undefined
    const next = applyAt(result, { ...step, keys: keysOf(step.path) })
    if (next === gone) return undefined
    result = next
  }
  return result
}

interface Step {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string
  readonly value?: unknown
}

const gone = Symbol('gone')

function isStep(step: unknown): step is Step {
  if (typeof step !== 'object' || step === null || !('op' in step) || !('path' in step)) return false
  return ['add', 'replace', 'remove'].includes(String(step.op)) && typeof step.path === 'string'
}

const keysOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))

/** A copy of `node` that is changed at the keys; the original stays as it is. */
function applyAt(node: unknown, step: Step & { readonly keys: readonly string[] }): unknown {
  const [key, ...rest] = step.keys
  if (key === undefined) return step.op === 'remove' ? gone : step.value
  if (isList(node)) return intoList(node, key, { ...step, keys: rest })
  if (typeof node !== 'object' || node === null) return gone
  const members = new Map<string, unknown>(Object.entries(node))
  if (rest.length === 0 && step.op === 'remove')
    return members.delete(key) ? Object.fromEntries(members) : gone
  if (rest.length === 0 && step.op === 'replace' && !members.has(key)) return gone
  // A list that nothing stood in yet is left out of a binding.
  const inner = members.get(key) ?? (rest.length > 0 ? [] : undefined)
  const next = applyAt(inner, { ...step, keys: rest })
  if (next === gone) return gone
  return Object.fromEntries(members.set(key, next))
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

function intoList(
  list: readonly unknown[],
  key: string,
  step: Step & { readonly keys: readonly string[] },
): unknown {
  const place = key === '-' ? list.length : Number(key)
  if (!Number.isInteger(place) || place < 0 || place > list.length) return gone
  if (step.keys.length > 0) {
    const next = applyAt(list[place], step)
    return next === gone ? gone : list.with(place, next)
  }
  if (step.op === 'add') return list.toSpliced(place, 0, step.value)
  if (place >= list.length) return gone
  return step.op === 'remove' ? list.toSpliced(place, 1) : list.with(place, step.value)
}
