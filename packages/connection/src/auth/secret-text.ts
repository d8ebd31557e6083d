import { toUrl } from '@bindery/model'
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

/** The address of an endpoint of an authorization server. Whether it may be reached is for the egress guard to say. */
export const endpointUrl = z
  .string()
  .max(2000)
  .refine((text) => {
    const url = toUrl(text)
    const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
    return isWeb && url.username === '' && url.password === '' && url.hash === ''
  }, 'Expected an address that begins with https:// and holds no credential and no "#".')

const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/

/** Scopes as a list or as one text with spaces, as RFC 6749 writes them. */
export const scopeList = z
  .union([z.string().max(4000), z.array(z.string().max(500)).max(100)])
  .transform((given) => (typeof given === 'string' ? given : given.join(' ')).trim())
  .refine((text) => text === '' || scopeToken.test(text), 'Expected scopes without quotes and backslashes.')
  .transform((text) => (text === '' ? [] : text.split(' ')))
