import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SqlDialect } from '../connection-target.ts'
import { localCertificate } from './local-certificate.ts'
import type { TestServerAddress } from './real-database.ts'

/** A database server that takes sessions with TLS and no others, with the certificate of `localCertificate`. */
export interface TlsServer {
  readonly address: TestServerAddress
  readonly stop: () => Promise<void>
}

const password = 'canary-tls-2Hd6'

/** Starts a server of its own in a folder of its own, or says by `undefined` that this machine has no such program. */
export function findTlsServer(dialect: SqlDialect): (() => Promise<TlsServer>) | undefined {
  return dialect === 'postgres' ? findPostgres() : findMariadb()
}

function findPostgres(): (() => Promise<TlsServer>) | undefined {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []
  const bin = versions
    .map((version) => `/usr/lib/postgresql/${version}/bin`)
    .find((path) => hasFile(path, 'initdb'))
  if (bin === undefined || userOf('postgres') === undefined) return undefined
  return async () => {
    const place = makePlace('postgres')
    const data = join(place.folder, 'data')
    const secret = place.write('password', password)
    place.run(join(bin, 'initdb'), [
      '-D',
      data,
      '-U',
      'owner',
      '-A',
      'scram-sha-256',
      `--pwfile=${secret}`,
      '-N',
    ])
    writeFileSync(join(data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n')
    const port = await freePort()
    const settings = {
      ssl: 'on',
      ssl_cert_file: place.write('server.crt', localCertificate.cert),
      ssl_key_file: place.write('server.key', localCertificate.key),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      port: String(port),
      fsync: 'off',
    }
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const server = place.start(join(bin, 'postgres'), ['-D', data, ...options])
    return running(server, { place, user: 'owner', port, isReady: () => isPostgresReady(bin, port) })
  }
}

/** It takes connections before it takes sessions. */
function isPostgresReady(bin: string, port: number): Promise<boolean> {
  const asked = ['-h', '127.0.0.1', '-p', String(port)]
  return new Promise((resolve) =>
    execFile(join(bin, 'pg_isready'), asked, (error) => resolve(error === null)),
  )
}

function findMariadb(): (() => Promise<TlsServer>) | undefined {
  const bin = ['/usr/sbin', '/usr/bin'].find((path) => hasFile(path, 'mariadbd'))
  const install = ['/usr/bin', '/usr/sbin'].find((path) => hasFile(path, 'mariadb-install-db'))
  if (bin === undefined || install === undefined || userOf('mysql') === undefined) return undefined
  return async () => {
    const place = makePlace('mysql')
    const data = join(place.folder, 'data')
    place.run(join(install, 'mariadb-install-db'), [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ])
    const port = await freePort()
    // The server reads one statement a line.
    const accounts = [
      'create database things;',
      `create user 'owner'@'%' identified by '${password}' require ssl;`,
      "grant all on *.* to 'owner'@'%';",
    ]
    const server = place.start(join(bin, 'mariadbd'), [
      '--no-defaults',
      // Otherwise 127.0.0.1 is localhost, whose anonymous user comes first.
      '--skip-name-resolve',
      `--datadir=${data}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--socket=${join(place.folder, 's')}`,
      `--ssl-cert=${place.write('server.crt', localCertificate.cert)}`,
      `--ssl-key=${place.write('server.key', localCertificate.key)}`,
      `--init-file=${place.write('init.sql', `${accounts.join('\n')}\n`)}`,
    ])
    return running(server, { place, user: 'owner', port, isReady: () => accepts(port) })
  }
}

const hasFile = (folder: string, name: string): boolean => existsSync(join(folder, name))

interface UserIds {
  readonly uid?: number
  readonly gid?: number
}

/** Servers refuse to run as root, so root starts them as their own user; anybody else as themselves. */
function userOf(name: string): UserIds | undefined {
  if (process.getuid?.() !== 0) return {}
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, name], { stdio: 'pipe' }).toString())
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined
  }
}

type Place = ReturnType<typeof makePlace>

/** A folder that belongs to the user of the server, and programs run as that user. */
function makePlace(user: string) {
  const ids = userOf(user) ?? {}
  const folder = mkdtempSync(join(tmpdir(), 'bindery-tls-'))
  const own = (path: string): string => {
    if (ids.uid !== undefined && ids.gid !== undefined) chownSync(path, ids.uid, ids.gid)
    return path
  }
  own(folder)
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  own(data)
  return {
    folder,
    write: (name: string, text: string): string => {
      const path = join(folder, name)
      writeFileSync(path, text, { mode: 0o600 })
      return own(path)
    },
    run: (program: string, arguments_: readonly string[]): void => {
      execFileSync(program, [...arguments_], { ...ids, cwd: folder, stdio: 'pipe' })
    },
    start: (program: string, arguments_: readonly string[]): ChildProcess =>
      spawn(program, [...arguments_], { ...ids, cwd: folder, stdio: 'ignore' }),
  }
}

interface Running {
  readonly place: Place
  readonly user: string
  readonly port: number
  readonly isReady: () => Promise<boolean>
}

async function running(server: ChildProcess, { place, user, port, isReady }: Running): Promise<TlsServer> {
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGINT')
    const forced = setTimeout(() => server.kill('SIGKILL'), 3000)
    if (server.exitCode === null) await ended
    clearTimeout(forced)
    rmSync(place.folder, { recursive: true, force: true })
  }
  for (let tries = 0; tries < 1200; tries += 1) {
    if (server.exitCode !== null) break
    if (await isReady()) return { address: { host: '127.0.0.1', port, user, password }, stop }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await stop()
  throw new Error('The database server with TLS did not start.')
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('There is no free port.')),
      )
    })
  })
}
