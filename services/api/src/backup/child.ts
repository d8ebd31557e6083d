import { once } from 'node:events'
import { PlatformError, Secret } from '@bindery/model'
import { type ArchiveSource, copyFiles, copyLog, makeArchive } from '@bindery/store/backup'
import { Label, Task, type Told } from './protocol.ts'

/**
 * Makes one archive on standard output, beside the server that has the store open: no call waits for its work. It is told what
 * to read by a message, so that no key is an argument or in its environment.
 */
async function main(): Promise<void> {
  const { source, key, version } = Task.parse(await nextMessage())
  const own = { id: key.id, key: new Secret(key.key) }
  for await (const piece of makeArchive(await sourceOf(source), own, version))
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
}

async function sourceOf(source: Task['source']): Promise<ArchiveSource> {
  if (source.kind === 'server') return { kind: 'server', url: new Secret(source.url) }
  const { from, to } = source
  copyFiles(from, to)
  const answer = nextMessage()
  tell({ told: 'copied' })
  copyLog(from, to, Label.parse(await answer).label)
  return { kind: 'cluster', folder: to }
}

async function nextMessage(): Promise<unknown> {
  const messages: readonly unknown[] = await once(process, 'message')
  return messages[0]
}

function tell(message: Told): void {
  process.send?.(message)
}

process.once('disconnect', () => process.exit(1))
main().then(
  () => process.exit(0),
  (error: unknown) => {
    const known = error instanceof PlatformError ? error : undefined
    const message = error instanceof Error ? error.message : 'unknown'
    process.send?.({ told: 'failed', code: known?.code ?? 'internal_error', message } satisfies Told, () =>
      process.exit(1),
    )
  },
)
