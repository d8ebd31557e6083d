import type { Argument, components } from '@bindery/client'

export type ReferenceOperation = components['schemas']['ReferenceOperation']

/** What was typed for each argument, by place and name. */
export type Typed = ReadonlyMap<string, string>

export const keyOf = ({ place, name }: Pick<Argument, 'place' | 'name'>): string => `${place} ${name}`

/** Arguments that stand in the address. */
export const inAddress = ({ arguments: all }: ReferenceOperation): readonly Argument[] =>
  all
    .filter(({ place }) => place === 'path' || place === 'query')
    .toSorted((a, b) => Number(b.required) - Number(a.required))

/** What was typed for an argument; nothing for what a browser would take as a way up in the address. */
function typedFor({ place, name }: Pick<Argument, 'place' | 'name'>, typed: Typed): string {
  const value = typed.get(keyOf({ place, name })) ?? ''
  return place === 'path' && /^\.{1,2}$/.test(value) ? '' : value
}

/** Required arguments of the address that nothing usable is typed for. */
export const missingOf = (operation: ReferenceOperation, typed: Typed): readonly string[] =>
  inAddress(operation)
    .filter((argument) => argument.required && typedFor(argument, typed) === '')
    .map(({ name }) => name)

/** The call as it would be sent, with the example as content; what is not typed stays in braces, or is left out. */
export function requestOf(operation: ReferenceOperation, typed: Typed, origin: string): Request {
  const { method, path, example } = operation
  const filled = path.replaceAll(/\{([^{}]+)\}/g, (hole, name: string) => {
    const value = typedFor({ place: 'path', name }, typed)
    return value === '' ? hole : encodeURIComponent(value)
  })
  const url = new URL(filled, origin)
  for (const argument of inAddress(operation).filter(({ place }) => place === 'query')) {
    const value = typedFor(argument, typed)
    if (value !== '') url.searchParams.append(argument.name, value)
  }
  const hasContent = method !== 'GET' && example !== undefined
  return new Request(url, {
    method,
    ...(hasContent && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(example),
    }),
  })
}

/** Without what every address of the API begins with. */
export const shortPath = (path: string): string => path.replace(/^\/api\/v1/, '')
