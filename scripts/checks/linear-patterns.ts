import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fail, listSources, root } from './project.ts'

/**
 * Whoever writes a long text of one character must not hold the process: every pattern that is written out is run over such
 * texts, and fails where eight times the text is far more than eight times the work. Measured in processor time, so that
 * what others do on the machine is no part of it.
 */

/** These take quadratic time, and nobody can give them a text that is long. */
const bounded: ReadonlyMap<string, string> = new Map([
  ['packages/connection/src/egress/join-url.ts', 'a base URL, which an operator sets'],
  ['packages/expression/src/functions/pattern.ts', 'a pattern of an expression, which an operator writes'],
  ['packages/mapper/src/goal/read-intent.ts', 'a goal of at most 2,000 characters'],
  ['packages/mapper/src/model/clean-text.ts', 'at most 2,000 characters'],
  ['packages/runtime/src/exact-number.ts', 'at most 800 digits'],
  ['packages/sources/src/effects/read-sentence.ts', 'the first sentence, which has an end'],
  ['packages/sources/src/graphql/operation-subject.ts', 'at most 200 characters'],
  ['packages/model/src/sensitivity-of.ts', 'at most 200 characters'],
  ['packages/platform/src/actions/custom-tool.ts', 'an address that an operator writes'],
  ['services/api/src/config.ts', 'a setting of the server'],
  ['packages/platform/src/actions/mcp-servers/leaf-names.ts', 'at most 60 characters'],
  ['services/api/src/mcp/stdio/config.ts', 'a setting of the bridge'],
])

const literal = /(?<=[(=,:?|&!\s[])\/(?![*/ ])((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+)\/([dgimsuvy]*)/g

const characters = ' \n\ta0<>"\'.{}_-/(\\[&#?:*@%$'
const words = [
  'A',
  'a ',
  'a.',
  'a_',
  'aA',
  'a@',
  'a,',
  ' \n',
  '\r\n',
  '. ',
  '<a',
  '<script ',
  '{{',
  '="',
  '%2',
  'type ',
]
const pieces = [...characters.split(''), ...words]

interface Pattern {
  readonly path: string
  readonly line: number
  readonly source: string
  readonly flags: string
}

function patternsIn({ path, text }: { readonly path: string; readonly text: string }): readonly Pattern[] {
  return text.split('\n').flatMap((content, at) => {
    if (/^\s*(?:\*|\/[/*])/.test(content)) return []
    return [...content.matchAll(literal)]
      .filter(([, source = '']) => /[*+{]/.test(source))
      .map(([, source = '', flags = '']) => ({
        path,
        line: at + 1,
        source,
        flags: `${flags.replace('g', '')}g`,
      }))
  })
}

/** Microseconds of processor time. What the collector or the JIT do meanwhile only adds, so the least of three tells. */
function worksOn(pattern: RegExp, text: string): number {
  const works = [0, 1, 2].map(() => {
    const began = process.cpuUsage()
    text.replace(pattern, '')
    const { user, system } = process.cpuUsage(began)
    return user + system
  })
  return Math.min(...works)
}

/** The piece of which a long text takes too long, if there is one. */
function findSlow({ source, flags }: Pattern): string | undefined {
  const pattern = new RegExp(source, flags)
  // Words of the pattern itself begin it anew again and again.
  const own = source.replaceAll(/\\(?=[^a-z])/gi, '').match(/[\w<>{}/:#=-]{2,}/g) ?? []
  return [...pieces, ...own].find((piece) => {
    const textOf = (characters: number): string => `${piece.repeat(characters / piece.length)}\u0001`
    const work = (characters: number): number => worksOn(pattern, textOf(characters))
    const long = work(16_000)
    return long > 10_000 && long > 24 * Math.max(work(2_000), 100)
  })
}

const files = ['packages', 'services']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => listSources(`${folder}/${name}`)),
  )
  .filter(({ path }) => !/\.(?:test|contract|gen)\.ts$|\/testing\//.test(path))

const slow = files.flatMap(patternsIn).flatMap((pattern) => {
  const piece = findSlow(pattern)
  return piece === undefined ? [] : [{ ...pattern, piece }]
})

fail([
  ...slow
    .filter(({ path }) => !bounded.has(path))
    .map(
      ({ path, line, source, piece }) =>
        `${path}:${line}: /${source}/ takes quadratic time on ${JSON.stringify(piece)} repeated. Use a scan, or end the text first and list it in linear-patterns.ts with the reason.`,
    ),
  ...[...bounded.keys()]
    .filter((path) => !slow.some((pattern) => pattern.path === path))
    .map((path) => `${path} has no slow pattern any more: take it off the list.`),
])
