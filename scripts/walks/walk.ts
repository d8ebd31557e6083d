/** One way to add something, as data: what somebody writes who follows CONTRIBUTING.md, and what shows that it works. */
export interface Walk {
  /** The heading in CONTRIBUTING.md under which its files are listed. */
  readonly heading: string
  /** What stands for the names in angle brackets of that list. */
  readonly names: Readonly<Record<string, string>>
  readonly changes: readonly Change[]
  /** Commands that the document has run after the changes: they may write files. */
  readonly runs?: readonly Command[]
  /** Commands that fail where something is missing. */
  readonly proofs: readonly Command[]
}

export type Change =
  | { readonly file: string; readonly is: string }
  /** Puts `text` in front of the only place where `before` stands. */
  | { readonly file: string; readonly before: string; readonly text: string }
  /** Puts `text` at the end of the list that begins with `list` and ends with a bracket or brace at the line's begin. */
  | { readonly file: string; readonly list: string; readonly text: string }
  /** Puts `text` in front of the first import. */
  | { readonly file: string; readonly imports: string }

/** What Node is given, from the root of the repository. */
export type Command = readonly string[]

/** Tests of files, those whose titles match where a pattern is given. */
export const tests = (files: readonly string[], titles?: string): Command => [
  'node_modules/vitest/vitest.mjs',
  'run',
  ...files,
  ...(titles === undefined ? [] : ['-t', titles]),
]

export const types = (project: string): Command => ['node_modules/typescript/bin/tsc', '-p', project]

export const check = (name: string, ...parameters: readonly string[]): Command => [
  '--import',
  'tsx',
  `scripts/checks/${name}.ts`,
  ...parameters,
]

/** Writes the description of the HTTP API, which names source kinds, auth methods and routes. */
export const writeHttpSurface = check('http-surface', '--write')
