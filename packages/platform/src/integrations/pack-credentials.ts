import { isJsonObject } from '@bindery/model'
import type { Pack } from '@bindery/packs'

export interface GivenCredentials {
  readonly authType?: string | undefined
  readonly credentials?: unknown
}

/**
 * Fills in what the pack knows for everybody, such as where to ask for access, when what was given is the credential that
 * its form asks for. Any other credential stays as it is: a pack says what is usual, not what is allowed.
 */
export function withPackValues(
  pack: Pack | undefined,
  { authType, credentials = {} }: GivenCredentials,
): { readonly authType: string | undefined; readonly credentials: unknown } {
  const auth = pack?.manifest.auth
  if (auth === undefined || !isJsonObject(credentials)) return { authType, credentials }
  const asked = auth.fields.filter(({ required }) => required).map(({ name }) => name)
  const isUsual =
    (authType === undefined || authType === auth.type) &&
    asked.every((name) => Object.hasOwn(credentials, name))
  if (!isUsual || asked.length === 0) return { authType, credentials }
  return { authType: auth.type, credentials: { ...auth.values, ...credentials } }
}
