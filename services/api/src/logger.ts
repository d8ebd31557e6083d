import type { FastifyBaseLogger } from 'fastify'
import { pino } from 'pino'

/** Structured lines on standard error; headers that carry keys never appear. */
export function createLogger(level: 'info' | 'fatal'): FastifyBaseLogger {
  const redact = ['req.headers.authorization', 'req.headers["x-api-key"]']
  return pino({ level, redact }, pino.destination(2))
}
