/** Any JSON value. Numbers are IEEE doubles; what does not fit one exactly travels as a string. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

export interface JsonObject {
  readonly [name: string]: Json
}

/** True for a JSON object: not null, not a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** True for a JSON list. */
export function isJsonArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

/** Reads an own property: names in provider data can be `__proto__` or `constructor`. */
export function ownProperty(value: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined
}

/** Builds an object from entries; a `__proto__` entry becomes an own property, never a prototype. */
export function objectFrom<T extends Json>(
  entries: Iterable<readonly [string, T]>,
): { readonly [name: string]: T } {
  return Object.fromEntries(entries)
}

/** Parses JSON text; throws a SyntaxError. Doubles may round: see the executors for lossless reading of answers. */
export const parseJson: (text: string) => Json = JSON.parse
