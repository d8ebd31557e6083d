import {
  Binding,
  canonicalJson,
  type Fix,
  isJsonArray,
  isJsonObject,
  type Issue,
  type Json,
  type JsonPatchOperation,
  ownProperty,
  parseJson,
  parsePointer,
  type Result,
  type SchemaCatalog,
} from '@bindery/model'
import { type RenameGuess } from '@bindery/model/drift'
import { compile, type Compiled } from '../compile.ts'
import type { CompileInput } from '../compile-input.ts'
import { renameBinding } from './rename-binding.ts'

/** A binding that fits again, and in what it differs from the one that did not. */
export interface Repair {
  readonly binding: Binding
  readonly compiled: Compiled
  readonly changes: readonly RepairChange[]
}

export interface RepairChange {
  /** JSON Pointer into the binding. */
  readonly path: string
  readonly before: Json
  readonly after: Json
}

export interface RepairTask {
  readonly input: CompileInput
  /** The catalog, or a slice of it, that the binding was written for. */
  readonly before: SchemaCatalog
  readonly renames: readonly RenameGuess[]
}

const mostRounds = 3

/**
 * Looks for the binding that does the same against a newer catalog: first by what was renamed, then by the compiler's own
 * proposals for a better name. It never drops an output or an input, since that would change what agents rely on; when
 * that is what it would take, the failure is what is still wrong.
 */
export function repairBinding(task: RepairTask): Result<Repair, readonly Issue[]> {
  const original = task.input.binding
  let binding = renameBinding(original, task.before, task.renames)
  for (let round = 0; ; round++) {
    const result = compile({ ...task.input, binding })
    if (result.ok) {
      return {
        ok: true,
        value: { binding, compiled: result.value, changes: bindingChanges(original, binding) },
      }
    }
    const next = round < mostRounds ? applyRenamings(binding, result.failure) : undefined
    if (next === undefined) return result
    binding = next
  }
}

/** The binding with every misspelt name replaced by its likeliest one; undefined when there is nothing to replace. */
function applyRenamings(binding: Binding, issues: readonly Issue[]): Binding | undefined {
  const patches = issues
    .filter((issue) => issue.severity === 'error')
    .flatMap(({ fixes = [] }) => fixes.find(isRenaming)?.patch ?? [])
  const document = patches.reduce(replace, toJson(binding))
  const parsed = Binding.safeParse(document)
  const isNew = parsed.success && canonicalJson(parsed.data) !== canonicalJson(binding)
  return isNew ? parsed.data : undefined
}

/** Replaces text by text, so nothing is lost. */
function isRenaming({ patch }: Fix): boolean {
  return patch.length > 0 && patch.every((step) => step.op === 'replace' && typeof step.value === 'string')
}

function replace(document: Json, patch: JsonPatchOperation): Json {
  if (patch.op !== 'replace') return document
  return replaceAt(document, parsePointer(patch.path) ?? [], patch.value)
}

/** A copy with another value at that place; the same value when there is no such place. */
function replaceAt(json: Json, [name, ...rest]: readonly string[], value: Json): Json {
  if (name === undefined) return value
  if (isJsonArray(json)) {
    return json.map((item, at) => (String(at) === name ? replaceAt(item, rest, value) : item))
  }
  const inner = isJsonObject(json) ? ownProperty(json, name) : undefined
  return inner === undefined || !isJsonObject(json)
    ? json
    : { ...json, [name]: replaceAt(inner, rest, value) }
}

/** In what a binding differs from another, value by value. */
export function bindingChanges(before: Binding, after: Binding): readonly RepairChange[] {
  const changes: RepairChange[] = []
  compareJson(toJson(before), toJson(after), { path: '', changes })
  return changes
}

const toJson = (binding: Binding): Json => parseJson(JSON.stringify(binding))

function compareJson(
  before: Json,
  after: Json,
  into: { readonly path: string; readonly changes: RepairChange[] },
): void {
  const { path, changes } = into
  if (isJsonArray(before) && isJsonArray(after) && before.length === after.length) {
    before.forEach((item, at) => {
      compareJson(item, after[at] ?? null, { path: `${path}/${at}`, changes })
    })
  } else if (isJsonObject(before) && isJsonObject(after)) {
    for (const [name, value] of Object.entries(before)) {
      compareJson(value, after[name] ?? null, { path: `${path}/${name}`, changes })
    }
  } else if (canonicalJson(before) !== canonicalJson(after)) changes.push({ path, before, after })
}
