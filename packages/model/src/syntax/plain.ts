import { failure, success } from '../result.ts'
import type { TextSyntax } from './text-syntax.ts'

/**
 * Any other language. Nothing is known of its quotes, so a value is one word of letters, digits and `_.@+-`. What many
 * languages take for an operator, a negation or a comment although it is such a word is refused too.
 */
export const plain: TextSyntax = {
  enclosures: [],
  isUnknown: true,
  writeText: (value) => {
    if (!/^[A-Za-z0-9_.@+-]+$/.test(value))
      return failure('holds something else than letters, digits and _.@+-')
    if (/^-|--/.test(value)) return failure('begins with "-" or holds "--"')
    return /^(?:and|or|not)$/i.test(value) ? failure('is a word that joins conditions') : success(value)
  },
}
