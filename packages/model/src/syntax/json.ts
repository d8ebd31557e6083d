import { success } from '../result.ts'
import { backslash, type TextSyntax } from './text-syntax.ts'

/** JSON (RFC 8259): every text can be written. */
export const json: TextSyntax = {
  enclosures: [{ kind: 'quotes', open: '"', close: '"', escape: backslash }],
  writeText: (value) => success(writeQuoted(value)),
  isWhole: (text) => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  },
}

/** What JSON leaves as it is although some readers take it for the end of a line, or do not show it. */
const unseen = /[\u007f-\u009f\u2028\u2029]/g

/** A text between double quotes, with escapes that JSON and GraphQL share. */
export const writeQuoted = (value: string): string =>
  JSON.stringify(value).replace(unseen, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
