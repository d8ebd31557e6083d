import { describe, expect, test } from 'vitest'
import { canBeTurned, writeAsConditions } from './write-as-conditions.ts'

const head = { operation: 'visits.find', toolName: 'Visits' }
const fields = [{ path: 'id', leaf: 'visit_id' }]
const search = { table: 'visits' }

describe('a search in its older form, as conditions', () => {
  test.each([
    [
      'one filter, its limit and its order',
      {
        sqlSearch: {
          ...search,
          filter: { column: 'customer_id', param: 'customer_id' },
          limit: 3,
          orderBy: { column: 'starts_at', direction: 'desc' as const },
        },
        projection: [{ path: '$', leaf: 'visits', max: 10, fields }],
      },
      {
        where: [{ field: 'customer_id', param: 'customer_id' }],
        orderBy: [{ field: 'starts_at', direction: 'desc' }],
        projection: [{ path: '$', leaf: 'visits', max: 3, fields }],
      },
    ],
    [
      'several filters and constants, null among them',
      {
        sqlSearch: {
          ...search,
          filters: [
            { column: 'a', param: 'a' },
            { column: 'b', param: 'b' },
          ],
          constants: [
            { column: 'status', const: 'open' },
            { column: 'cancelled_at', const: null },
          ],
          orderBy: { column: 'a' },
        },
      },
      {
        where: [
          { field: 'a', param: 'a' },
          { field: 'b', param: 'b' },
          { field: 'status', const: 'open' },
          { field: 'cancelled_at', op: 'isNull', const: true },
        ],
        orderBy: [{ field: 'a' }],
      },
    ],
    [
      'inputs, with what agents are told of them',
      { inputs: [{ param: 'phone', argument: 'phone', description: 'The caller', required: true }] },
      { where: [{ field: 'phone', param: 'phone', description: 'The caller' }] },
    ],
    [
      'what changes a value or stands for one stays',
      {
        inputs: [
          { param: 'phone', argument: 'phone', transform: '$e164($)' },
          { param: 'city', argument: 'city', default: 'Delft' },
          { const: true, argument: 'is_active' },
        ],
      },
      {
        inputs: [
          { param: 'phone', argument: 'phone', transform: '$e164($)' },
          { param: 'city', argument: 'city', default: 'Delft' },
        ],
        where: [{ field: 'is_active', const: true }],
      },
    ],
    [
      'conditions that there are already come last',
      {
        sqlSearch: { ...search, filter: { column: 'a', param: 'a' } },
        where: [{ field: 'b', op: 'gt' as const, param: 'b' }],
      },
      {
        where: [
          { field: 'a', param: 'a' },
          { field: 'b', op: 'gt', param: 'b' },
        ],
      },
    ],
    [
      'a list of more rows than the older form knew, and one of the usual twenty',
      {
        sqlSearch: { ...search, filter: { column: 'a', param: 'a' } },
        projection: [
          { path: '[]', leaf: 'all', max: 200, fields },
          { path: '$', leaf: 'some', fields },
        ],
      },
      {
        where: [{ field: 'a', param: 'a' }],
        projection: [
          { path: '[]', leaf: 'all', max: 50, fields },
          { path: '$', leaf: 'some', fields },
        ],
      },
    ],
    [
      'a limit below the usual twenty',
      { sqlSearch: { ...search, limit: 5 }, projection: [{ path: '$', leaf: 'some', fields }] },
      { projection: [{ path: '$', leaf: 'some', max: 5, fields }] },
    ],
  ])('%s', (_name, before, after) => {
    expect(canBeTurned({ ...head, ...before })).toBe(true)
    const turned = writeAsConditions({ ...head, ...before })
    expect(turned).toEqual({ ...head, ...after })
    expect(canBeTurned(turned)).toBe(false)
  })
})
