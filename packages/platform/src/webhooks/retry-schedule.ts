/** Seconds to wait after each failed attempt: from seconds to a day, about three days in all. */
const waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const

/**
 * How long to wait after that many attempts, give or take a fifth, so that receivers which came back are not met by
 * everybody at once. Undefined when it has been tried often enough. `random` is 0 to 1.
 */
export function waitAfter(attempts: number, random: number): number | undefined {
  const wait = waits[attempts - 1]
  return wait === undefined ? undefined : Math.round(wait * (0.8 + 0.4 * random))
}
