import { compile } from '@bindery/compiler'
import { Binding, fingerprintCatalog, openScoping, type SchemaCatalog } from '@bindery/model'
import { expect, test } from 'vitest'
import { remapBinding } from './remap-binding.ts'
import { testCatalog } from './test-catalog.ts'

function remap(binding: Binding, catalog: SchemaCatalog): Binding | undefined {
  const tools = {
    compile: (candidate: Binding) =>
      compile({
        binding: candidate,
        catalog,
        catalogHash: fingerprintCatalog(catalog),
        lowering: { lower: () => ({}) },
        integration: 'shop',
        scoping: openScoping,
      }),
  }
  const result = tools.compile(binding)
  return remapBinding({ binding, isWrite: true, issues: result.ok ? [] : result.failure }, catalog, tools)
}

const raise = Binding.parse({
  operation: 'createTicket',
  toolName: 'Raise a ticket',
  inputObjectMap: [
    { field: 'subject', param: 'subject' },
    { field: 'message', param: 'details', transform: '$trim($)' },
  ],
  projection: [{ path: 'id', leaf: 'ticket_id' }],
  timeoutMs: 4_000,
})

const renamedTo = (name: string): SchemaCatalog => ({
  ...testCatalog,
  objects: testCatalog.objects.map((object) => ({
    ...object,
    fields: object.fields.map((field) => (field.name === 'message' ? { ...field, name } : field)),
  })),
})

test('finds a new place for what is gone and leaves everything else as it was written', () => {
  expect(remap(raise, renamedTo('description'))).toEqual({
    ...raise,
    inputObjectMap: [raise.inputObjectMap[0], { ...raise.inputObjectMap[1], field: 'body.description' }],
  })
})

test('gives nothing rather than a guess', () => {
  expect(remap(raise, renamedTo('zone_code'))).toBeUndefined()
})
