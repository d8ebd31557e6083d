import type { Locator } from 'playwright-core'

/**
 * Waits until at least one of what a locator finds is in sight. A page may say a thing twice for a while, in its text and in a
 * toast, and a wait that takes one alone would depend on which of them came first.
 */
export const seen = (found: Locator): Promise<void> => found.filter({ visible: true }).first().waitFor()

/** Waits until nothing of what a locator finds is left. */
export const gone = (found: Locator): Promise<void> => found.first().waitFor({ state: 'detached' })
