import { expect, test } from 'vitest'
import { tableLines } from './table.ts'

test('a table that is too wide is cut where it is widest, and says so', () => {
  const rows = [{ name: 'find_caller_in_clinic', operation: 'searchPatientsByTelephone', effect: 'read' }]
  expect(tableLines(rows, ['name', 'operation', 'effect'], 48).slice(1)).toEqual([
    'find_caller_in_clinic  searchPatientsBy…  read',
  ])
})

test('a list of nothing says that it is none', () => {
  expect(tableLines([], ['name'], 80)).toEqual([[{ style: 'dim', text: '(none)' }]])
})
