import type { ChildProcess } from 'node:child_process'
import { setImmediate } from 'node:timers/promises'
import { type Issue, PlatformError, type SourceDocument } from '@bindery/model'
import type { OpinionTask } from '@bindery/platform/kernel'
import { fromWire } from './child-connection.ts'
import { partBytes, type FromChild, type ToChild } from './protocol.ts'

/** Sends a document to a process and waits for what it says of it, or for the deadline. */
export async function askOpinion(
  child: ChildProcess,
  { source, document, signal }: OpinionTask,
  timeoutMs: number,
): Promise<readonly Issue[]> {
  const send = (message: ToChild): void => {
    if (child.connected) child.send(message)
  }
  const answer = new Promise<readonly Issue[]>((resolve, reject) => {
    const timer = setTimeout(() => resolve([tooSlow(timeoutMs)]), timeoutMs)
    const cancel = (): void => reject(nobodyWaits())
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) cancel()
    child.on('message', (message: FromChild) => {
      if (message.kind === 'opinion') resolve(message.issues)
      if (message.kind === 'failed') reject(fromWire(message.error))
    })
    child.once('exit', () => resolve([tooHeavy()]))
    child.once('error', () => resolve([tooHeavy()]))
    child.once('exit', () => clearTimeout(timer))
  })
  child.ref()
  child.channel?.ref()
  const [issues] = await Promise.all([answer, sendDocument(send, source, document)])
  return issues
}

async function sendDocument(
  send: (message: ToChild) => void,
  source: string,
  { bytes, ...head }: SourceDocument,
): Promise<void> {
  for (let from = 0; from < bytes.length; from += partBytes) {
    send({ kind: 'part', document: 0, bytes: bytes.subarray(from, from + partBytes) })
    await setImmediate()
  }
  send({ kind: 'judge', source, document: head })
}

const missing = (why: string): Issue => ({
  code: 'second_opinion_missing',
  severity: 'info',
  path: [],
  message: `swagger-parser gave no opinion: ${why}. The catalog does not need one.`,
})

const tooSlow = (timeoutMs: number): Issue => missing(`it took longer than ${timeoutMs / 1000} s`)
const tooHeavy = (): Issue => missing('the document took too much memory or crashed it')
export const noTurn = (): Issue => missing('others were asked for longer than it is worth waiting')

export const nobodyWaits = (): PlatformError =>
  new PlatformError('discovery_cancelled', 'Nobody waits for the second opinion any more.')
