import { type BindingReach, findField, openScoping, type SchemaCatalog } from '@bindery/model'
import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import type { CompileInput } from '../compile-input.ts'
import { inputOf, testCatalog } from '../testing/test-catalog.ts'

/** Compiles a search of contacts and gives what the lowering was handed, with the skill's slice. */
function compileSearch(more: Partial<CompileInput> = {}): {
  readonly reach: BindingReach | undefined
  readonly slice: string
} {
  let reach: BindingReach | undefined
  const document = {
    operation: 'searchContacts',
    toolName: 'Search',
    inputs: [{ param: 'search_text', argument: 'query' }],
    projection: [
      {
        path: '$',
        leaf: 'contacts',
        max: 5,
        fields: [
          { path: 'tickets', leaf: 'titles', transform: 'title' },
          { path: 'phone', leaf: 'phone' },
        ],
      },
    ],
  }
  const lowering = {
    lower: (_: unknown, binding: { readonly reach?: BindingReach }) => {
      reach = binding.reach
      return null
    },
  }
  const result = compile({ ...inputOf(document, more), lowering })
  if (!result.ok) throw new Error(result.failure.map((issue) => issue.message).join('\n'))
  return { reach, slice: result.value.skill.sliceHash }
}

test('a lowering sees what transforms read', () => {
  const { reach } = compileSearch()
  expect([reach?.reads, reach?.wholes]).toEqual([[{ object: 'Ticket', field: 'title' }], []])
})

test('a lowering does not see what scoping hides', () => {
  const contact = compileSearch({
    scoping: { ...openScoping, blockedFields: ['Contact.birth_date'] },
  }).reach?.object('Contact')
  expect(
    contact === undefined ? 'missing' : [findField(contact, 'birth_date'), findField(contact, 'phone')?.name],
  ).toEqual([undefined, 'phone'])
})

test('a field that needs an argument makes another slice; one that may have one does not', () => {
  const withArgument = (required: boolean): SchemaCatalog => ({
    ...testCatalog,
    objects: testCatalog.objects.map((object) => ({
      ...object,
      fields: object.fields.map((field) =>
        field.name === 'tickets'
          ? {
              ...field,
              arguments: [
                {
                  name: 'first',
                  place: 'argument',
                  type: { kind: 'scalar', scalar: 'integer' },
                  nullable: true,
                  required,
                  sensitivity: 'none',
                  provenance: 'x',
                } as const,
              ],
            }
          : field,
      ),
    })),
  })
  const plain = compileSearch().slice
  expect([
    compileSearch({ catalog: withArgument(false) }).slice === plain,
    compileSearch({ catalog: withArgument(true) }).slice === plain,
  ]).toEqual([true, false])
})
