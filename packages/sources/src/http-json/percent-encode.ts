import { argumentError } from './argument-error.ts'

/** Encodes everything outside the unreserved characters of RFC 3986. Refuses text that is not Unicode. */
export function percentEncode(text: string, argument: string): string {
  if (!text.isWellFormed()) throw argumentError(argument, 'is not valid Unicode')
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Like `percentEncode`, but leaves reserved characters that cannot end a query value: all but `#`, `&`, `+` and brackets. */
export function encodeReserved(text: string, argument: string): string {
  return percentEncode(text, argument).replaceAll(
    /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B|3D)/g,
    decodeURIComponent,
  )
}

/** Form encoding of one name or value: as percent encoding, with `+` for a blank. */
export function formEncode(text: string, argument: string): string {
  return percentEncode(text, argument).replaceAll('%20', '+')
}
