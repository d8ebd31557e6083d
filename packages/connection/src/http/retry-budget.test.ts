import { expect, test } from 'vitest'
import { RetryBudget } from './retry-budget.ts'

function spendAll(budget: RetryBudget): number {
  let spent = 0
  while (spent < 100 && budget.spend()) spent += 1
  return spent
}

test.each([
  ['ten after a quiet time', 0, 10],
  ['no more than ten after any number of calls', 1000, 10],
])('grants %s', (_, calls, expected) => {
  const budget = new RetryBudget()
  for (let call = 0; call < calls; call++) budget.earn()
  expect(spendAll(budget)).toBe(expected)
})

test.each([
  [0, 0],
  [9, 0],
  [11, 1],
  [21, 2],
])('grants, once it is spent, after %i calls %i', (calls, expected) => {
  const budget = new RetryBudget()
  spendAll(budget)
  for (let call = 0; call < calls; call++) budget.earn()
  expect(spendAll(budget)).toBe(expected)
})
