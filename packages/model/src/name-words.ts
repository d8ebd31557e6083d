/** The words of a name in lower case: `customerEmail`, `customer-email` and `Customer.email` give `customer`, `email`. */
export function nameWords(name: string): readonly string[] {
  if (!/^[\u0000-\u007f]*$/.test(name)) return unicodeWords(name)
  const words = name.match(/[A-Z]+(?![a-z])\d*|[A-Z]?[a-z\d]+|[A-Z]/g)
  return words === null ? [] : words.map((word) => word.toLowerCase())
}

function unicodeWords(name: string): readonly string[] {
  return name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
}
