import type { Permit } from '@bindery/connection'

/** What a slot keeps itself goes to the origin that it was given for, wherever the slot leads by now. */
export const permitOfSlot = (kind: string, origin: string | null): Permit => ({
  of: `The credential of "${kind}"`,
  origins: origin === null ? [] : [origin],
  wayOut: `It was given for another address. Connect again.`,
})
