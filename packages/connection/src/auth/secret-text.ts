import { z } from 'zod'

const latin1Line = /^[\x20-\x7e\xa0-\xff]+$/

/** A secret that fits on one header line: printable Latin-1, so no line break can add a header. */
export const secretText = z
  .string()
  .min(1, 'Expected a value.')
  .max(8000, 'Expected at most 8,000 characters.')
  .regex(latin1Line, 'Expected one line of printable Latin-1 characters.')

/** The name of a header, by RFC 9110. */
export const headerName = z
  .string()
  .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/, 'Expected the name of a header.')
