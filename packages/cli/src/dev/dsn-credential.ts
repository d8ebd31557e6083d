import type { Call } from '../command.ts'
import type { GivenCredential } from '../input/credential-values.ts'

/** The credential that the name of a database holds, with the password of the environment or of whoever is asked. */
export async function dsnCredential(
  { world, settings, reader }: Call,
  dsn: string,
): Promise<GivenCredential> {
  const url = new URL(dsn.replace(/^jdbc:/i, ''))
  const kept = world.environment['PGPASSWORD'] ?? world.environment['MYSQL_PWD'] ?? ''
  const canAsk = kept === '' && settings.mayAsk && world.input.isTerminal
  const source = { title: `Password of ${url.username}`, fromFile: undefined, fromEnv: undefined }
  const password = canAsk ? await reader.secret(source) : reader.keep(kept)
  const sslmode = url.searchParams.get('sslmode') ?? (isLoopback(url.hostname) ? 'disable' : undefined)
  return {
    credentials: {
      host: url.hostname,
      ...(url.port !== '' && { port: url.port }),
      database: decodeURIComponent(url.pathname.slice(1)),
      user: decodeURIComponent(url.username),
      ...(password !== '' && { password }),
      ...(sslmode !== undefined && { sslmode }),
    },
  }
}

const isLoopback = (host: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(host)
