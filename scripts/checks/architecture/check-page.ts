/** What the page must agree with. */
export interface Architecture {
  /** Of each package, by its name on the page, those that it may import. */
  readonly imports: Readonly<Record<string, readonly string[]>>
  /** In the order in which a call goes through them. */
  readonly gates: readonly string[]
}

/** Everything in which the architecture page differs from the architecture. */
export function checkPage(page: string, { imports, gates }: Architecture): readonly string[] {
  return [...checkLines(page, imports), ...checkTable(page, Object.keys(imports)), ...checkGates(page, gates)]
}

function checkLines(page: string, imports: Architecture['imports']): readonly string[] {
  const levels = new Map<string, number>()
  const problems: string[] = []
  for (const [, level = '', rest = ''] of page.matchAll(/^ L(\d) +(.*)$/gm))
    for (const name of rest.split(/ {2,}/).filter((part) => !part.includes(' '))) {
      if (!Object.hasOwn(imports, name)) problems.push(`Line L${level} names "${name}", which is no package.`)
      if (levels.has(name)) problems.push(`"${name}" stands in two lines.`)
      levels.set(name, Number(level))
    }
  for (const [name, imported] of Object.entries(imports)) {
    const own = levels.get(name)
    if (own === undefined) problems.push(`No line names "${name}".`)
    for (const other of imported)
      if ((levels.get(other) ?? -1) >= (own ?? Infinity))
        problems.push(`"${name}" imports "${other}", which does not stand in a line above its own.`)
  }
  return problems
}

function checkTable(page: string, packages: readonly string[]): readonly string[] {
  const rows = [...page.matchAll(/^\| \[([^\]]+)\]\(/gm)].map(([, name = '']) => name)
  return [
    ...packages.filter((name) => !rows.includes(name)).map((name) => `The table has no row for "${name}".`),
    ...rows
      .filter((name, at) => !packages.includes(name) || rows.indexOf(name) !== at)
      .map((name) => `The table has a row for "${name}" that it should not have.`),
  ]
}

function checkGates(page: string, gates: readonly string[]): readonly string[] {
  const [, list = ''] = /^ +\| {2}gates +(.*(?:\n +\| {6,}.*)*)/m.exec(page) ?? []
  const named = list.split(/[\s|,]+/)
  if (named.join() === gates.join()) return []
  return [`The gates are ${gates.join(', ')}; the page says ${named.join(', ')}.`]
}

/** Paths of a document from the root of the repository: texts in backticks that look like one. Patterns are none. */
export function pathsIn(document: string): readonly string[] {
  const quoted = [...document.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text)
  return quoted.filter((text) => /^(?:[\w.-]+\/)+[\w.-]*$|^[\w-]+\.(?:ts|mjs|md|json)$/.test(text))
}

/** Where links of a document lead that stay in the repository, from its own folder. */
export function linksIn(document: string): readonly string[] {
  return [...document.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !target.includes('://'))
}
