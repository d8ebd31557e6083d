import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { copyEmptyTemplate, fastDirectory } from '@bindery/store/testing'
import { z } from 'zod'
import { givenSettings, readConfig } from '../config.ts'
import { createLogger } from '../logger.ts'
import { type Run, run } from '../run.ts'

/**
 * A process that starts one server after another, each as `npm start` does with the settings of its order: most of a start is
 * loading programs, and they are loaded once. Ends with its parent.
 */
const Order = z.union([
  /** The path of a folder of the caller's own with what a first start leaves; `copy` names what the copies are made from. */
  z.strictObject({ copy: z.string() }),
  z.strictObject({ start: z.record(z.string(), z.string()) }),
  z.strictObject({ close: z.literal(true) }),
])

let running: Run | undefined

async function follow(order: z.output<typeof Order>): Promise<string> {
  if ('copy' in order) return copyFirstStart(join(fastDirectory(), order.copy))
  if ('start' in order) {
    running = await start(order.start)
    running.warm()
    return running.welcome
  }
  await running?.close()
  running = undefined
  return ''
}

const start = (settings: Readonly<Record<string, string>>): Promise<Run> =>
  run({ config: readConfig(settings), given: givenSettings(settings), logger: createLogger('info') })

/** The first start, which discovers the demo, is made once or twice by all who name it alike, and copied. */
async function copyFirstStart(template: string): Promise<string> {
  if (!existsSync(template)) await makeFirstStart(template)
  const folder = mkdtempSync(join(fastDirectory(), 'bindery-console-data-'))
  cpSync(template, folder, { recursive: true })
  return folder
}

async function makeFirstStart(template: string): Promise<void> {
  const draft = await copyEmptyTemplate()
  await (await start({ BINDERY_DATA_DIR: draft, BINDERY_PORT: '0' })).close()
  try {
    renameSync(draft, template)
  } catch {
    // Another process was there before.
    rmSync(draft, { recursive: true, force: true })
  }
}

process.on('disconnect', () => process.exit(0))
process.on('message', (message) => {
  follow(Order.parse(message)).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      process.exit(1)
    },
  )
})
