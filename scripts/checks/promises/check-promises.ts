import { readPromises, type PromiseHolder, type SecurityPromise } from './read-promises.ts'

/** How many promises there are. A promise that is taken back leaves its number behind, so that references stay true. */
export const promiseCount = 38

/** The titles of tests by file; a file that is not there, or is no test, is not in it. */
export type TitlesByFile = ReadonlyMap<string, readonly string[]>

export interface PromiseVerdict {
  readonly problems: readonly string[]
  /** The numbers of the promises that are not kept whole yet. */
  readonly open: readonly number[]
}

/** Every file that the document names. */
export function namedFiles(document: string): readonly string[] {
  return [...new Set(readPromises(document).flatMap(({ holders }) => holders.map(({ file }) => file)))]
}

/** Holds the document to its word: each promise once, and each with a test that is there or with what is missing. */
export function checkPromises(document: string, titles: TitlesByFile): PromiseVerdict {
  const promises = readPromises(document)
  return {
    problems: [...numberProblems(promises), ...promises.flatMap((promise) => problemsOf(promise, titles))],
    open: promises.filter(({ missing }) => missing.length > 0).map(({ number }) => number),
  }
}

function numberProblems(promises: readonly SecurityPromise[]): readonly string[] {
  const numbers = promises.map(({ number }) => number)
  const wanted = Array.from({ length: promiseCount }, (_, index) => index + 1)
  return [
    ...wanted.filter((number) => !numbers.includes(number)).map((number) => `Promise ${number} is missing.`),
    ...wanted
      .filter((number) => numbers.filter((each) => each === number).length > 1)
      .map((number) => `Promise ${number} stands there more than once.`),
    ...numbers
      .filter((number) => !wanted.includes(number))
      .map((number) => `Promise ${number} is none of the ${promiseCount}.`),
  ]
}

function problemsOf(promise: SecurityPromise, titles: TitlesByFile): readonly string[] {
  const { words, holders, missing, unread } = promise
  const found = [
    ...(words === '' ? ['says nothing'] : []),
    ...(holders.length + missing.length === 0 ? ['names neither a test nor what is not yet'] : []),
    ...unread.map(
      (item) =>
        `has an item that is neither \`file\`: "title" nor "Not yet: ...", namely ${JSON.stringify(item)}`,
    ),
    ...missing.filter((text) => !/^\S+( \S+){4,}\.$/.test(text)).map((text) => `needs a sentence: "${text}"`),
    ...holders.flatMap((holder) => holderProblems(holder, titles)),
  ]
  return found.map((problem) => `Promise ${promise.number} ${problem}.`)
}

function holderProblems({ file, titles }: PromiseHolder, known: TitlesByFile): readonly string[] {
  const there = known.get(file)
  if (there === undefined) return [`names ${file}, which is no file of tests`]
  return titles
    .filter((title) => !there.some((each) => each.includes(title)))
    .map((title) => `names "${title}", which is in no title of a test in ${file}`)
}
