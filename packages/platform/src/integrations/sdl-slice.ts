/**
 * The definition that begins on a line of SDL, counted from 1: up to where its brackets close, its description left out.
 * Undefined for a line that there is not. Quotes and comments are not read, so that a bracket in one shortens or lengthens it.
 */
export function linesOfSdl(text: string, line: number): string | undefined {
  const lines = text.split('\n').slice(line - 1)
  if (line < 1 || lines.length === 0) return undefined
  let depth = 0
  for (const [at, each] of lines.entries()) {
    for (const character of each) {
      if ('{('.includes(character)) depth += 1
      if ('})'.includes(character)) depth -= 1
    }
    if (depth <= 0) return lines.slice(0, at + 1).join('\n')
  }
  return lines.join('\n')
}
