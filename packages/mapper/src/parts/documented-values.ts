const announced =
  /\b(?:one of|either|allowed values?|possible values?|valid values?|values?(?: are| is|:)|can be|must be|options?(?: are|:))/i
const longestList = 300
const mostValues = 20

/**
 * The values that a description lists for a text: in quotes or backticks behind words that announce a list, or the words of a list that is
 * joined by commas. Fewer than two are no list.
 */
export function documentedValues(description: string): readonly string[] {
  const at = description.search(announced)
  if (at < 0) return []
  const [said = ''] = description
    .slice(at, at + longestList)
    .replace(announced, '')
    .split(/[.;\n](?:\s|$)/)
  const quoted = [...said.matchAll(/[`"']([\w.:-]{1,40})[`"']/g)].map(([, value = '']) => value)
  if (quoted.length > 1) return [...new Set(quoted)].slice(0, mostValues)
  const words = said
    .replace(/^[\s:]+/, '')
    .split(/,|\||\bor\b|\band\b/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
  const isList = words.length > 1 && words.every((word) => /^[\w:-]{1,40}$/.test(word))
  return isList ? words.slice(0, mostValues) : []
}
