import fc from 'fast-check'

/** Draws of one random round, in the order in which they are made. */
export interface Choose {
  /** One of some values. */
  readonly of: <Value>(values: readonly Value[]) => Value
  /** A whole number from `least` to `most`. */
  readonly between: (least: number, most: number) => number
  /** True in about `percent` of 100 draws. */
  readonly chance: (percent: number) => boolean
  readonly text: () => string
}

export function chooser(draw: fc.GeneratorValue): Choose {
  const between = (least: number, most: number): number => draw(integersBetween, least, most)
  return {
    of: (values) => {
      const value = values[between(0, values.length - 1)]
      if (value === undefined) throw new RangeError('There is nothing to choose from.')
      return value
    },
    between,
    chance: (percent) => between(1, 100) <= percent,
    text: () => draw(texts).replaceAll('\u0000', '0'),
  }
}

// Without the bias towards edges: a chance of 30 in 100 shall be one.
const integersBetween = (min: number, max: number): fc.Arbitrary<number> =>
  fc.noBias(fc.integer({ min, max }))
const texts = (): fc.Arbitrary<string> => fc.string({ unit: 'grapheme', maxLength: 12 })
