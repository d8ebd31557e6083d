/** Strings, quoted names, comments, dollar-quoted bodies, or the end of a statement. */
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|--[^\n]*|\$\w*\$[\s\S]*?\$\w*\$|;/g

/** The statements of a script, without comments of their own line and without empty ones. */
export function splitStatements(script: string): readonly string[] {
  const statements: string[] = []
  let start = 0
  for (const { 0: found, index } of script.matchAll(token)) {
    if (found !== ';') continue
    statements.push(script.slice(start, index))
    start = index + 1
  }
  statements.push(script.slice(start))
  return statements
    .map((text) => text.replaceAll(/^\s*--[^\n]*\n/gm, '').trim())
    .filter((text) => text !== '')
}
