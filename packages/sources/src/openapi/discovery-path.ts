import { isJsonObject, type JsonObject } from '@bindery/model'

/** The path of a method as a path key, and what became of parameters that stand for several segments. */
export interface DiscoveryPath {
  /** Begins with `/`; places are `{name}`. */
  readonly key: string
  /** Places that no parameter of the document fills by name, with the parameter that they are a part of. */
  readonly made: readonly { readonly name: string; readonly of: string }[]
  /** Parameters that those places took the place of. */
  readonly replaced: readonly string[]
}

/**
 * Reads `path` and `flatPath`. A `{+name}` stands for several segments, which one value may not fill here: the flat path
 * spells them out (`v1/{+parent}/jobs`, `v1/projects/{projectsId}/jobs`), and each of its places is a parameter.
 * Without a flat path it is one segment. Undefined when there is no path.
 */
export function readDiscoveryPath({ path, flatPath, parameters }: JsonObject): DiscoveryPath | undefined {
  const written = typeof path === 'string' ? path : flatPath
  if (typeof written !== 'string') return undefined
  const declared = parameters !== undefined && isJsonObject(parameters) ? Object.keys(parameters) : []
  const reserved = [...written.matchAll(/\{\+([^{}]+)\}/g)].map(([, name = '']) => name)
  const key = toKey(reserved.length > 0 && typeof flatPath === 'string' ? flatPath : written)
  const slots = [...key.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name)
  const replaced = reserved.filter((name) => !slots.includes(name))
  const unfilled = slots.filter((name) => !declared.includes(name))
  const made = replaced.length === 0 ? [] : unfilled.map((name) => ({ name, of: replaced[0] ?? '' }))
  return { key, made, replaced }
}

/** URI Template operators (RFC 6570) are about how a value is written; here it always is one segment. */
function toKey(path: string): string {
  const plain = path.replaceAll(/\{[+/#.;&?]?([^{}*]+)\*?\}/g, '{$1}')
  return plain.startsWith('/') ? plain : `/${plain}`
}
