import { failure, type Result, success } from '@bindery/model'

const mostCharacters = 1000

/** Characters that hide or reorder text for a reader: controls but line ends and tabs, bidi marks, zero width, tags. */
const hidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u

/** The goal with its white space in order, or why it is refused. */
export function guardGoal(text: string): Result<string, string> {
  if (text.length > mostCharacters)
    return failure(`The goal is longer than ${mostCharacters} characters. Say it in a sentence or two.`)
  if (hidden.test(text) || !text.isWellFormed())
    return failure('The goal holds control or invisible characters. Write it as plain text.')
  const plain = text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim()
  return /\p{L}/u.test(plain)
    ? success(plain)
    : failure('The goal says nothing. Say what the agent should do.')
}
