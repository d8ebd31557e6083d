import type { Environment } from '@bindery/model'
import type { EnvironmentRow } from '@bindery/store'

/** Which slot is meant where nobody says it: the only one that is configured; of several, the first in this order. */
const orders = {
  test: ['development', 'staging', 'production'],
  connect: ['production', 'staging', 'development'],
} as const satisfies { readonly [purpose: string]: readonly Environment[] }

export function chooseEnvironment(
  purpose: keyof typeof orders,
  slots: readonly Pick<EnvironmentRow, 'environment'>[],
): Environment {
  const configured = new Set(slots.map(({ environment }) => environment))
  const order = orders[purpose]
  return order.find((environment) => configured.has(environment)) ?? order[0]
}
