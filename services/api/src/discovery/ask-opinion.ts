import { setImmediate } from 'node:timers/promises'
import { type Issue, orEnded, PlatformError, within } from '@bindery/model'
import type { OpinionTask } from '@bindery/platform/kernel'
import { missingOpinion } from '@bindery/sources'
import { partBytes, type FromChild, type ToChild, type WireError } from './protocol.ts'
import { onEnd, type ReaderProcess } from './reader-process.ts'

/**
 * Sends a document to a process and waits for what it says of it, or for the deadline. Whatever fails there is an issue: no
 * document is refused for want of an opinion.
 */
export async function askOpinion(
  reader: ReaderProcess,
  task: OpinionTask,
  timeoutMs: number,
): Promise<readonly Issue[]> {
  const { child } = reader
  const send = (message: ToChild): void => {
    if (child.connected) child.send(message)
  }
  const answer = new Promise<readonly Issue[]>((resolve) => {
    child.on('message', (message: FromChild) => {
      if (message.kind === 'opinion') resolve(message.issues)
      if (message.kind === 'failed') resolve([failed(message.error)])
    })
    onEnd(reader, () => resolve([reader.hasBegun() ? tooHeavy() : notBegun()]))
  })
  child.ref()
  child.channel?.ref()
  const { signal } = task
  const issues = await within(signal, timeoutMs, async (deadline) => {
    await sendDocument(send, { ...task, signal: deadline })
    return orEnded(answer, deadline)
  })
  if (signal.aborted) throw nobodyWaits()
  return issues ?? [tooSlow(timeoutMs)]
}

async function sendDocument(
  send: (message: ToChild) => void,
  { source, document, signal }: OpinionTask,
): Promise<void> {
  const { bytes, ...head } = document
  for (let from = 0; from < bytes.length && !signal.aborted; from += partBytes) {
    send({ kind: 'part', document: 0, bytes: bytes.subarray(from, from + partBytes) })
    await setImmediate()
  }
  send({ kind: 'judge', source, document: head })
}

const failed = ({ code }: WireError): Issue =>
  missingOpinion(
    code === 'internal_error' ? 'the document was too much for it' : 'the document cannot be read',
  )
const tooSlow = (timeoutMs: number): Issue => missingOpinion(`it took longer than ${timeoutMs / 1000} s`)
const notBegun = (): Issue => missingOpinion('its process could not be started')
const tooHeavy = (): Issue => missingOpinion('the document took too much memory or crashed it')
export const noTurn = (status: 'missed' | 'crowded'): Issue =>
  missingOpinion(
    status === 'missed'
      ? 'others were asked for longer than it is worth waiting'
      : 'others wait for theirs already',
  )

export const nobodyWaits = (): PlatformError =>
  new PlatformError('discovery_cancelled', 'Nobody waits for the second opinion any more.')
