import { type Json, parseJson, PlatformError, type SourceDocument } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { describeText } from './looks-like.ts'
import { parseYaml } from './parse-yaml.ts'

const maxBytes = 96 * 1024 * 1024
const maxYamlBytes = 32 * 1024 * 1024

/**
 * Parses one document, JSON or YAML by its first character. Throws PlatformError `document_too_large`, or
 * `document_unreadable` with what the file looks like instead.
 */
export function parseDocument(document: SourceDocument, log: IssueLog): Json {
  const { bytes, name } = document
  if (bytes.length > maxBytes) throw tooLarge(name, maxBytes)
  const text = decode(bytes, name)
  const first = /\S/.exec(text)?.[0]
  if (first === undefined) throw unreadable(name, 'an empty file')
  if (first === '{' || first === '[') return parseBraces(text, document, log)
  const what = describeText(text.slice(0, 1000))
  if (what !== undefined) throw unreadable(name, what)
  if (bytes.length > maxYamlBytes) throw tooLarge(name, maxYamlBytes)
  return parseYaml(text, name, { log })
}

export function unreadable(name: string, what: string): PlatformError {
  return new PlatformError(
    'document_unreadable',
    `"${name}" is not an OpenAPI document: it looks like ${what}.`,
    {
      reason: 'not_openapi',
    },
  )
}

/** Text that begins like JSON may still be YAML in flow style, or JSON with comments. */
function parseBraces(text: string, document: SourceDocument, log: IssueLog): Json {
  try {
    return parseJson(text)
  } catch (cause) {
    if (document.bytes.length <= 4_000_000) return parseYaml(text, document.name, { log })
    throw new PlatformError('document_unreadable', `"${document.name}" is not valid JSON.`, {
      cause,
      reason: 'invalid_json',
    })
  }
}

function decode(bytes: Uint8Array, name: string): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const head = bytes.subarray(0, 4096)
  const what = describeText(new TextDecoder('latin1').decode(head.subarray(0, 8)))
  if (what?.startsWith('a ') === true && /PDF|ZIP/.test(what)) throw unreadable(name, what)
  if (head.includes(0)) throw unreadable(name, 'a binary file')
  return new TextDecoder().decode(bytes)
}

function tooLarge(name: string, limit: number): PlatformError {
  return new PlatformError(
    'document_too_large',
    `"${name}" is larger than ${Math.floor(limit / 1024 / 1024)} MB. Split it, or leave out examples.`,
  )
}
