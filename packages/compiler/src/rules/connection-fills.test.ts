import { fillArguments, type FilledEnvironment, type SchemaCatalog } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { codesOf, createTicket, testCatalog } from '../testing/test-catalog.ts'

const header = { place: 'header', name: 'x-tenant' } as const
const withHeader: FilledEnvironment = { environment: 'production', places: [header] }
const without: FilledEnvironment = { environment: 'development', places: [] }

/** `createTicket` needs a header beside its body, and its connections fill these places. */
function connectedAs(environments: readonly FilledEnvironment[]): SchemaCatalog {
  const operations = testCatalog.operations.map((operation) => ({
    ...operation,
    arguments: [
      ...operation.arguments,
      {
        name: 'X-Tenant',
        place: 'header',
        type: { kind: 'scalar', scalar: 'string' },
        nullable: false,
        required: true,
        sensitivity: 'none',
        provenance: 'x',
      } as const,
    ],
  }))
  return { ...testCatalog, operations: operations.map((operation) => fillArguments(operation, environments)) }
}

const bound = {
  ...createTicket,
  inputs: [...(createTicket.inputs ?? []), { param: 'tenant_id', argument: 'X-Tenant' }],
}
const body = (name: string): FilledEnvironment => ({
  environment: 'production',
  places: [{ place: 'body', name }],
})

describe('connection-fills', () => {
  test.each([
    ['no connection', [], createTicket, ['argument_required inputs']],
    ['a connection that does not', [without], createTicket, ['argument_required inputs']],
    ['every connection', [withHeader], createTicket, []],
    ['one of two connections', [withHeader, without], createTicket, ['connection_fills_partly inputs']],
    [
      'a connection that a binding would overrule',
      [withHeader],
      bound,
      ['sensitive_field inputs/1/argument'],
    ],
  ])('of %s, filling a header', (...[, environments, document, expected]) => {
    expect(codesOf(document, { catalog: connectedAs(environments) })).toEqual(expected)
  })

  test('a member of the body that the connection fills is neither needed nor taken', () => {
    const catalog = connectedAs([{ ...withHeader, places: [header, ...body('title').places] }])
    const unbound = { ...createTicket, inputs: [] }
    expect(codesOf(unbound, { catalog })).toEqual([])
    expect(codesOf(createTicket, { catalog })).toEqual(['sensitive_field inputs/0/argument'])
  })
})
