import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { usageError } from '../failures/cli-error.ts'

/** What a text on the command line is as the way to a provider. */
export type ProviderSource =
  | { readonly from: 'url'; readonly url: string }
  | { readonly from: 'dsn'; readonly dsn: string }
  | { readonly from: 'file'; readonly path: string }

const databases = /^(jdbc:)?(postgres(ql)?|mysql|mariadb)[a-z0-9+]*:\/\//i

/** An address, the name of a database, or a file; `-` is standard input. Throws CliError for a password in it. */
export function sourceOf(text: string, folder: string): ProviderSource {
  if (databases.test(text)) return { from: 'dsn', dsn: withoutPassword(text) }
  if (/^https?:\/\//i.test(text)) return { from: 'url', url: text }
  const path = resolve(folder, text)
  if (text === '-' || (existsSync(path) && statSync(path).isFile())) return { from: 'file', path: text }
  throw usageError(
    `"${text}" is no address, no database and no file.`,
    'Give https://..., postgres://user@host/name, mysql://user@host/name, the path of a description, or - .',
  )
}

function withoutPassword(dsn: string): string {
  const hasPassword = /^[^/]*\/\/[^:@/]*:[^@]+@/.test(dsn) || /[?&]password=/i.test(dsn)
  if (!hasPassword) return dsn
  throw usageError(
    'A password on the command line is seen by other programs.',
    'Leave it out of the address; it is asked for, or taken from --from-file or --from-env.',
  )
}
