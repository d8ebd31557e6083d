import { isJsonArray, isJsonObject, type Json, type JsonObject, type SecurityHint } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { childPlace, type Place } from '../json-schema/place.ts'
import { readText } from '../json-schema/read-text.ts'
import type { References } from '../json-schema/references.ts'
import type { SchemeKey } from './credential-parameters.ts'
import { resolvePart } from './resolve-part.ts'

/** The security schemes of a document as hints, in document order. Schemes that cannot be read are reported. */
export function liftSecurity(
  schemes: Place,
  tools: { readonly references: References; readonly log: IssueLog },
): readonly SecurityHint[] {
  if (!isJsonObject(schemes.node)) return []
  return Object.keys(schemes.node).flatMap((name): readonly SecurityHint[] => {
    const place = childPlace(schemes, name)
    const at = resolvePart(place, tools.references)
    if (at !== undefined) return [toHint(name.toWellFormed(), at, tools.log)]
    tools.log.report({
      code: 'security_unresolved',
      severity: 'warning',
      message: 'A security scheme cannot be read.',
      pointer: place.pointer,
    })
    return []
  })
}

/** The header, query and cookie names under which keys travel. */
export function schemeKeys(hints: readonly SecurityHint[]): readonly SchemeKey[] {
  return hints.flatMap((hint) =>
    hint.method === 'api_key' && hint.parameter !== undefined && hint.place !== undefined
      ? [{ place: hint.place, name: hint.parameter.toLowerCase() }]
      : [],
  )
}

/** What callers must authenticate with. */
export interface Requirements {
  /** Names of known hints, one list per alternative. */
  readonly security: readonly (readonly string[])[]
  /** The scopes of each alternative, sorted; absent when none names any. */
  readonly scopes?: readonly (readonly string[])[]
}

/** Security requirements of an operation; absent ones are those of the document. */
export function liftRequirements(
  own: Json | undefined,
  shared: Json | undefined,
  known: ReadonlyMap<string, SecurityHint['method']>,
): Requirements {
  const listed = isJsonArray(own) ? own : isJsonArray(shared) ? shared : []
  const found = listed.flatMap((item): readonly Alternative[] => {
    if (!isJsonObject(item)) return []
    const names = Object.keys(item)
    const security = names.filter((name) => known.has(name))
    if (security.length === 0 && names.length > 0) return []
    return [
      {
        security,
        scopes: scopesOf(security.filter((name) => known.get(name) === 'oauth2').map((name) => item[name])),
      },
    ]
  })
  const security = found.map((each) => each.security)
  const scopes = found.map((each) => each.scopes)
  return scopes.every((names) => names.length === 0) ? { security } : { security, scopes }
}

interface Alternative {
  readonly security: readonly string[]
  readonly scopes: readonly string[]
}

const longestScope = 300

function scopesOf(listed: readonly (Json | undefined)[]): readonly string[] {
  const names = listed.flatMap((each) => (isJsonArray(each) ? each : []))
  const texts = names.filter((name) => typeof name === 'string').map((name) => name.toWellFormed())
  return [...new Set(texts.filter((name) => name !== '' && name.length <= longestScope))].sort()
}

function toHint(
  name: string,
  at: { readonly node: JsonObject; readonly pointer: string },
  log: IssueLog,
): SecurityHint {
  const { node } = at
  const hint: Draft<SecurityHint> = { name, method: methodOf(node) }
  reportAddresses(at, log)
  const description = readText(node['description'], at, log)
  if (description !== undefined) hint.description = description
  if (node['type'] !== 'apiKey') return hint
  const place = node['in']
  if (place === 'header' || place === 'query' || place === 'cookie') hint.place = place
  if (typeof node['name'] === 'string') hint.parameter = node['name'].toWellFormed()
  return hint
}

/** A document must not send us anywhere: who connects says where a credential goes. */
function reportAddresses(
  { node, pointer }: { readonly node: JsonObject; readonly pointer: string },
  log: IssueLog,
): void {
  const { flows } = node
  const holders = [node, ...(flows !== undefined && isJsonObject(flows) ? Object.values(flows) : [])]
  // Every address of a scheme is named so, in each version of the standard.
  const keys = holders.flatMap((holder) => (isJsonObject(holder) ? Object.keys(holder) : []))
  const named = [...new Set(keys.filter((key) => key.endsWith('Url')))].slice(0, 10)
  if (named.length === 0) return
  log.report({
    code: 'address_not_followed',
    severity: 'info',
    message: `The scheme names addresses (${named.map((key) => key.slice(0, 60)).join(', ')}). They are never asked: connect says where tokens come from.`,
    pointer,
  })
}

function methodOf(node: JsonObject): SecurityHint['method'] {
  const scheme = typeof node['scheme'] === 'string' ? node['scheme'].toLowerCase() : ''
  const type = typeof node['type'] === 'string' ? node['type'] : ''
  switch (type) {
    case 'apiKey':
      return 'api_key'
    case 'basic':
      return 'basic'
    case 'oauth2':
    case 'openIdConnect':
      return 'oauth2'
    case 'http':
      return scheme === 'bearer' || scheme === 'basic' ? scheme : 'other'
    default:
      return 'other'
  }
}
