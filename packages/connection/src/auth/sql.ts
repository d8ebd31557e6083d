import { PlatformError, Secret, TimeZone } from '@bindery/model'
import { z } from 'zod'
import { authMethod } from './auth-method.ts'
import { type DatabaseLogin, sslModes } from './database-login.ts'

const line = (most: number) =>
  z
    .string()
    .max(most, `Expected at most ${most} characters.`)
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'Expected one line without control characters.')

const nonEmptyLine = (most: number) => line(most).min(1, 'Expected a value.')

const port = z
  .union([z.int(), z.string().regex(/^\d{1,5}$/)], 'Expected a port from 1 to 65535.')
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, 'Expected a port from 1 to 65535.')

const schema = z.strictObject({
  host: z
    .string()
    .max(253)
    .regex(/^(?:[A-Za-z0-9._-]+|\[?[0-9A-Fa-f:.]+\]?)$/, 'Expected a host name or an address.')
    .transform((host) => host.replace(/^\[(.*)\]$/, '$1')),
  port: port.optional(),
  database: nonEmptyLine(128),
  user: nonEmptyLine(128),
  password: line(1024).default(''),
  sslmode: z
    .enum(sslModes, 'Expected verify-full, verify-ca or require: prefer and allow can be talked out of TLS.')
    .default('verify-full'),
  ca_pem: z
    .string()
    .max(100_000)
    .regex(/-----BEGIN CERTIFICATE-----/, 'Expected certificates in PEM form.')
    .optional(),
  timezone: TimeZone.nullable()
    .optional()
    .describe('Columns without a time zone hold moments of this one; null for none'),
})

/** A user of a database. Whether `disable` may be used at the host is for the egress policy to say. */
export const sql = authMethod({
  name: 'sql',
  title: 'Database user',
  hallmark: 'database',
  shown: ['timezone'],
  secrets: ['password'],
  schema,
  credential: (values) => ({
    secrets: values.password === '' ? [] : [new Secret(values.password)],
    reservedHeaders: new Set(),
    apply: () => {
      throw new PlatformError(
        'template_invalid',
        'The credential of a database cannot be put into a request.',
        {
          reason: 'credential',
          sent: 'no',
        },
      )
    },
    login: toLogin(values),
    ...(typeof values.timezone === 'string' ? { timezone: values.timezone } : {}),
  }),
})

function toLogin({
  password,
  port: given,
  ca_pem: authority,
  timezone: _timezone,
  ...rest
}: z.output<typeof schema>): DatabaseLogin {
  return {
    ...rest,
    password: new Secret(password),
    ...(given === undefined ? {} : { port: given }),
    ...(authority === undefined ? {} : { authority }),
  }
}
