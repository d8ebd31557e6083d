import { expect, test } from 'vitest'
import { testCatalog } from '../test-catalog.ts'
import { featureNames, featuresOf, featureValues } from './features.ts'
import { indexOperations } from './operation-index.ts'
import { readQuery } from './query.ts'
import { scoreFeatures } from './score-features.ts'
import { weights } from './weights.ts'

test('adds up every feature by its weight', () => {
  const index = indexOperations(testCatalog)
  const query = readQuery(
    { goal: 'Change the email of a customer', parameters: ['customer_id', 'email'] },
    index,
  )
  for (const operation of index.operations) {
    const features = featuresOf(operation, query, index)
    const sum = featureValues(features).reduce(
      (total, value, at) => total + value * weights[featureNames[at] ?? 'label_literal'],
      0,
    )
    expect(scoreFeatures(features)).toBeCloseTo(sum, 9)
  }
})
