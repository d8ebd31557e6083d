import { success } from '../result.ts'
import { writeQuoted } from './json.ts'
import { backslash, type TextSyntax } from './text-syntax.ts'

/** GraphQL (October 2021, section 2.9.4): every text can be written. */
export const graphql: TextSyntax = {
  enclosures: [
    { kind: 'quotes', open: '"""', close: '"""', escape: { sign: '\\"""', length: 4 } },
    { kind: 'quotes', open: '"', close: '"', escape: backslash },
    { kind: 'comment', open: '#', close: '\n' },
  ],
  writeText: (value) => success(writeQuoted(value)),
}
