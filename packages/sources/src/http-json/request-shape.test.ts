import { expect, test } from 'vitest'
import { meets, type RequestShape } from './request-shape.ts'

const shape = (...path: RequestShape['path']): RequestShape => ({ method: 'get', path, query: [] })
const id = { slot: 'id' }

test.each<[string, RequestShape, string, string]>([
  ['the same path', shape('/orders/delete-all'), '/orders/delete-all', 'exactly'],
  ['another case and empty segments', shape('/orders/delete-all'), '//Orders/DELETE-ALL/', 'exactly'],
  ['another encoding', shape('/orders/delete-all'), '/orders/%64elete-all', 'exactly'],
  ['an encoded slash', shape('/orders/delete-all'), '/orders%2Fdelete-all', 'exactly'],
  ['a place', shape('/orders/', id, '/delete'), '/orders/7/delete', 'perhaps'],
  ['a place inside a segment', shape('/orders/', id, ':delete'), '/orders/7:delete', 'perhaps'],
  ['two places in a segment', shape('/', id, '-x-', id), '/a-x-b', 'perhaps'],
  ['a longer path', shape('/orders'), '/orders/7', 'not'],
  ['a shorter path', shape('/orders/', id), '/orders', 'not'],
  ['an end that overlaps the beginning', shape('/ab', id, 'bc'), '/abc', 'not'],
  ['another method', { ...shape('/orders'), method: 'POST' }, '/orders', 'not'],
])('meets %s', (...[, wanted, path, expected]) => {
  expect(meets(wanted, { method: 'GET', path, query: '' })).toBe(expected)
})

test.each([
  ['Action=DeleteStack&x=1', 'exactly'],
  ['Action=Delete%53tack', 'exactly'],
  ['Action=ListStacks', 'not'],
  ['', 'not'],
])('a query that an operation always has must be there: %j', (query, expected) => {
  const wanted: RequestShape = { method: 'GET', path: ['/'], query: [['Action', 'DeleteStack']] }
  expect(meets(wanted, { method: 'GET', path: '/', query })).toBe(expected)
})
