/** The words of a name or sentence in lower case: `customerEmail`, `customer-email` and `Customer.email` are the same. */
export function splitWords(text: string): readonly string[] {
  return text
    .replaceAll(/['’](s|ll|re|ve|d|t|m)\b/giu, '')
    .replaceAll(/([\p{Ll}\d])(?=\p{Lu})/gu, '$1 ')
    .replaceAll(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
