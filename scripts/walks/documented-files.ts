/**
 * The files that CONTRIBUTING.md lists under a heading: the first text in backticks of each item. Names in angle brackets
 * are filled in.
 */
export function documentedFiles(
  document: string,
  heading: string,
  names: Readonly<Record<string, string>>,
): readonly string[] {
  const [, section = ''] = document.split(`\n### ${heading}\n`)
  const [own = ''] = section.split(/^##/m)
  return [...own.matchAll(/^- `([^`]+)`/gm)]
    .map(([, path = '']) => path.replaceAll(/<([a-z-]+)>/g, (_, name: string) => nameOf(names, name)))
    .sort()
}

function nameOf(names: Readonly<Record<string, string>>, name: string): string {
  const found = names[name]
  if (found === undefined) throw new Error(`The walk has no name for <${name}>.`)
  return found
}
