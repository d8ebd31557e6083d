/** What is drawn: the object in focus and how many steps from it. */
export interface RelationsSearch {
  readonly focus?: string
  readonly steps?: '1' | '2' | '3'
}

const allSteps = ['1', '2', '3'] as const

export function readRelationsSearch({ focus, steps }: Record<string, unknown>): RelationsSearch {
  const known = allSteps.find((each) => each === String(steps))
  return {
    ...(typeof focus === 'string' && focus !== '' && { focus }),
    ...(known !== undefined && { steps: known }),
  }
}
