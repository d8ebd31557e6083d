import { type Issue, type Json, jsonDepth, PlatformError } from '@bindery/model'
import { IssueLog } from './json-schema/issue-log.ts'
import { parseYaml } from './openapi/parse-yaml.ts'

/** Most values that a document may hold, those behind an alias every time that it is used. */
const mostNodes = 100_000

const maxDepth = 1000

/**
 * A document that is no description of a provider, from its text: JSON, or the first document of YAML. Throws
 * `document_unreadable`. Small enough to be read in the process of the server.
 */
export function parsePlainDocument(
  text: string,
  name: string,
): { readonly document: Json; readonly issues: readonly Issue[] } {
  const log = new IssueLog()
  if (!/\S/.test(text)) throw new PlatformError('document_unreadable', `"${name}" is empty.`)
  if (jsonDepth(new TextEncoder().encode(text), maxDepth) > maxDepth)
    throw new PlatformError('document_unreadable', `"${name}" has more than ${maxDepth} levels.`)
  return { document: parsed(text, name, log), issues: log.issues() }
}

/** JSON is YAML too, whose reader notices a member that stands twice. */
const parsed = (text: string, name: string, log: IssueLog): Json =>
  parseYaml(text, name, { log, mostNodes, doubles: 'refused' })
