import { Binding, isJsonObject, type Json } from '@bindery/model'

export type ConfigValues = Readonly<Record<string, string>>

const placeholder = /\{\{config\.([a-z][a-z0-9_]*)\}\}/g

/** Puts config values where a binding asks for them; what has no value stays as it is. */
export function fillConfig(binding: Binding, values: ConfigValues): Binding {
  return Binding.parse(mapTexts(binding, (text) => fillText(text, values)))
}

/** Names of the config that a binding still asks for, sorted. */
export function missingConfig(binding: unknown): readonly string[] {
  const found = new Set<string>()
  mapTexts(binding, (text) => {
    for (const [, name] of text.matchAll(placeholder)) if (name !== undefined) found.add(name)
    return text
  })
  return [...found].sort()
}

const fillText = (text: string, values: ConfigValues): string =>
  text.replaceAll(placeholder, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  )

function mapTexts(value: unknown, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change))
  if (!isJsonObject(value)) return null
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(entries.map(([name, member]) => [name, mapTexts(member, change)]))
}
