import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { describeEveryRoute } from '../describe-every-route.ts'

const document: unknown = JSON.parse(JSON.stringify(describeEveryRoute()))
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ requestBody: z.unknown().optional() }))),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})
const { paths, components } = Document.parse(document)
const prefix = '#/components/schemas/'

/** Every object below a value, references followed once, with the way to it. */
function* objectsBelow(
  value: unknown,
  place: string,
  seen = new Set<string>(),
): Generator<readonly [string, Readonly<Record<string, unknown>>]> {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) yield* objectsBelow(item, `${place}/${at}`, seen)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const members = Object.fromEntries(Object.entries(value))
  yield [place, members]
  const { $ref: reference } = members
  if (typeof reference === 'string' && !seen.has(reference)) {
    seen.add(reference)
    yield* objectsBelow(components.schemas[reference.slice(prefix.length)], reference, seen)
  }
  for (const [name, member] of Object.entries(members)) yield* objectsBelow(member, `${place}/${name}`, seen)
}

const Schema = z.object({
  required: z.array(z.string()),
  properties: z.record(z.string(), z.looseObject({ default: z.unknown().optional() })),
})

describe('the description of the API', () => {
  it('leads every reference to a component', () => {
    const lost = [...objectsBelow(document, '#')].flatMap(([place, { $ref: reference }]) =>
      typeof reference === 'string' && !(reference.slice(prefix.length) in components.schemas)
        ? [`${place}: ${reference}`]
        : [],
    )
    expect(lost).toEqual([])
  })

  it('asks for no member of a request that has a default', () => {
    const asked = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { requestBody }]) =>
        [...objectsBelow(requestBody, `${method} ${path}`)].flatMap(([place, members]) => {
          const schema = Schema.safeParse(members)
          if (!schema.success) return []
          const { required, properties } = schema.data
          return required
            .filter((name) => properties[name]?.default !== undefined)
            .map((name) => `${place} ${name}`)
        }),
      ),
    )
    expect(asked).toEqual([])
  })

  it('describes the members of every credential, and shows a binding', () => {
    const credentials = z.object({ anyOf: z.array(z.object({ title: z.string(), properties: z.unknown() })) })
    const titles = credentials.parse(components.schemas['Credentials']).anyOf.map(({ title }) => title)
    expect(titles).toContain('API key (api_key)')
    expect(titles).toContain('Database user (sql)')
    expect(JSON.stringify(components.schemas['Binding'])).toContain(
      '"examples":[{"operation":"searchPatients"',
    )
  })

  it('has no component without a name of its own', () => {
    expect(Object.keys(components.schemas).filter((name) => name.startsWith('__'))).toEqual([])
  })
})
