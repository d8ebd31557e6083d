import {
  type BindingInputDocument,
  findWithheld,
  type Json,
  type SchemaCatalog,
  type TypeRef,
} from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { codesOf, createTicket, inputOf, testCatalog } from '../testing/test-catalog.ts'

const customer: TypeRef = { kind: 'object', name: 'NewCustomer' }

/** The catalog with a customer that holds a tax number, a role that the provider sets, and itself. */
function catalogWith(type: TypeRef): SchemaCatalog {
  const text = { type: { kind: 'scalar', scalar: 'string' }, nullable: false, required: false } as const
  const plain = { ...text, access: 'read_write', sensitivity: 'none' } as const
  const objects = testCatalog.objects.map((object) => {
    if (object.name === 'NewCustomer') {
      const more = [
        { ...plain, name: 'tax_id', sensitivity: 'government_id' } as const,
        { ...plain, name: 'role', access: 'read_only' } as const,
        { ...plain, name: 'parent', type: customer },
      ]
      return { ...object, fields: [...object.fields, ...more] }
    }
    if (object.name !== 'NewTicket') return object
    return {
      ...object,
      fields: object.fields.map((field) => (field.name === 'customer' ? { ...field, type } : field)),
    }
  })
  return { ...testCatalog, objects }
}

const whole: BindingInputDocument = {
  ...createTicket,
  inputObjectMap: [
    { field: 'workspace', const: 'main' },
    { field: 'customer', param: 'details' },
  ],
}
const list: TypeRef = { kind: 'list', items: customer, itemsNullable: false }
const map: TypeRef = { kind: 'map', values: customer, valuesNullable: false }
const union: TypeRef = { kind: 'union', members: [{ kind: 'object', name: 'Campaign' }, customer] }

const given = { email: 'a@b.example', tax_id: '1' }

describe('members-withheld', () => {
  test.each<[string, TypeRef, Json, readonly (string | number)[]]>([
    ['an object', customer, given, ['tax_id']],
    ['what the provider sets', customer, { role: 'admin' }, ['role']],
    ['an object in itself', customer, { parent: { parent: given } }, ['parent', 'parent', 'tax_id']],
    ['a list', list, [{ name: 'x' }, given], [1, 'tax_id']],
    ['a map', map, { a: given }, ['a', 'tax_id']],
    ['one of several', union, given, ['tax_id']],
  ])('%s cannot be used to give what its fields cannot', (...[, type, value, way]) => {
    const catalog = catalogWith(type)
    expect(codesOf(whole, { catalog })).toContain('members_withheld inputObjectMap/1/field')
    const compiled = compile(inputOf(whole, { catalog }))
    const skill = compiled.ok ? compiled.value.skill : undefined
    const withheld = skill?.assignments.flatMap((assignment) => assignment.withheld ?? []) ?? []
    expect(findWithheld(value, type, withheld)).toEqual(way)
    expect(JSON.stringify(skill?.parametersSchema)).not.toMatch(/tax_id|role/)
  })

  test('a constant cannot hold it either', () => {
    const constant = {
      ...createTicket,
      inputObjectMap: [
        { field: 'workspace', const: 'main' },
        { field: 'customer', const: given },
      ],
    }
    expect(codesOf(constant, { catalog: catalogWith(customer) })).toContain(
      'sensitive_field inputObjectMap/1/const',
    )
  })

  test('what was blocked inside is withheld', () => {
    const scoping = { blockedObjects: [], blockedFields: ['NewCustomer.name'] }
    expect(codesOf(whole, { scoping })).toContain('members_withheld inputObjectMap/1/field')
  })

  test('an object with nothing of the kind is taken as it is', () => {
    expect(codesOf(whole).filter((code) => code.startsWith('members_withheld'))).toEqual([])
  })

  test('a class that is raised later makes another skill of it', () => {
    const hashOf = (catalog: SchemaCatalog) => {
      const compiled = compile(inputOf(whole, { catalog }))
      return compiled.ok ? compiled.value.skill.sliceHash : undefined
    }
    expect(hashOf(catalogWith(customer))).not.toBe(hashOf(testCatalog))
  })
})
