import { isJsonObject, type Json } from '@bindery/model'

export type ConfigValues = Readonly<Record<string, string>>

const placeholder = /\{\{config\.([a-z][a-z0-9_]*)\}\}/g

/**
 * Puts config values where a document asks for them; what has no value stays as it is. Inside an expression a placeholder
 * stands in a text in quotation marks, so the value is escaped for one.
 */
export const fillConfig = (document: unknown, values: ConfigValues): Json =>
  mapTexts(document, (text, member) => fillText(text, values, member))

/** Names of the config that a binding still asks for, sorted. */
export function missingConfig(binding: unknown): readonly string[] {
  const found = new Set<string>()
  mapTexts(binding, (text) => {
    for (const [, name] of text.matchAll(placeholder)) if (name !== undefined) found.add(name)
    return text
  })
  return [...found].sort()
}

function fillText(text: string, values: ConfigValues, member: string): string {
  return text.replaceAll(placeholder, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) return whole
    return member === 'transform' ? JSON.stringify(value).slice(1, -1) : value
  })
}

type ChangeText = (text: string, member: string) => string

/** Every text of a document, with the name of the member that holds it. */
function mapTexts(value: unknown, change: ChangeText, member = ''): Json {
  if (typeof value === 'string') return change(value, member)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change, member))
  if (!isJsonObject(value)) return null
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(entries.map(([name, inner]) => [name, mapTexts(inner, change, name)]))
}
