import { type Json, PlatformError } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { CORE_SCHEMA, loadAll, mergeTag, YAMLException } from 'js-yaml'

const maxExpandedNodes = 5_000_000
const maxDepth = 1000

const schema = CORE_SCHEMA.withTags(mergeTag)

/** What becomes of a member that stands twice in an object: most readers of descriptions take the last one. */
type Doubles = 'the last counts' | 'refused'

interface YamlReading {
  readonly log: IssueLog
  readonly mostNodes?: number
  readonly doubles?: Doubles
}

/**
 * Parses the first document of a YAML text: core schema and merge keys, no other tags, at most 1,000 levels. Throws
 * PlatformError `document_unreadable` for anything else, and when aliases stand for more than 5 million nodes.
 */
export function parseYaml(
  text: string,
  name: string,
  { log, mostNodes = maxExpandedNodes, doubles = 'the last counts' }: YamlReading,
): Json {
  const [first, ...others] = loadDocuments(text, name, doubles)
  if (others.length > 0) reportOthers(others.length, name, log)
  const root = first ?? null
  checkExpansion(root, { name, log, mostNodes })
  return isPlain(root) ? root : null
}

/** A reader that takes the last one would see another description. */
function reportOthers(count: number, name: string, log: IssueLog): void {
  log.report({
    code: 'yaml_documents_ignored',
    severity: 'warning',
    message: `The file holds ${count + 1} YAML documents; only the first is read.`,
    pointer: `${name}#`,
  })
}

function loadDocuments(text: string, name: string, doubles: Doubles): readonly unknown[] {
  try {
    return loadAll(text, {
      schema,
      json: doubles === 'the last counts',
      maxDepth,
      maxTotalMergeKeys: 200_000,
    })
  } catch (cause) {
    const known = cause instanceof YAMLException ? cause : undefined
    const place = known?.mark === undefined ? '' : ` at line ${known.mark.line + 1}`
    const isDouble = known?.reason.includes('duplicated') === true
    throw new PlatformError(
      'document_unreadable',
      isDouble
        ? `A member stands twice in an object of "${name}"${place}: which of them counts cannot be told.`
        : `"${name}" is not valid YAML or JSON${place}. Only plain data is read: no tags, at most ${maxDepth} levels.`,
      { cause, reason: 'invalid_yaml' },
    )
  }
}

/** Counts nodes with its own stack, aliased ones every time they are used. */
function checkExpansion(
  root: unknown,
  { name, log, mostNodes }: { readonly name: string; readonly log: IssueLog; readonly mostNodes: number },
): void {
  const open: unknown[] = [root]
  let count = 0
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    count += 1
    if (count > mostNodes) {
      throw new PlatformError(
        'document_unreadable',
        `"${name}" repeats its aliases into more than ${mostNodes} nodes.`,
        { reason: 'alias_expansion' },
      )
    }
    if (typeof node !== 'object' || node === null) continue
    if (Object.hasOwn(node, '__proto__')) reportProto(name, log)
    for (const child of Object.values(node)) open.push(child)
  }
}

/** Harmless here, where it is an own property like any other, but seldom meant well. */
function reportProto(name: string, log: IssueLog): void {
  log.report({
    code: 'name_hazardous',
    severity: 'warning',
    message: 'A member is named "__proto__"; it is read as plain data.',
    pointer: `${name}#`,
  })
}

/** The core schema only makes plain data; this tells the compiler so. */
function isPlain(value: unknown): value is Json {
  return value !== undefined
}
