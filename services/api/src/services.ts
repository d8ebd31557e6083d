import type { FastifyBaseLogger } from 'fastify'
import type { Authenticator } from './auth/authenticate.ts'
import type { ChildProcesses } from './discovery/child-process.ts'
import type { JobRunner } from '@bindery/platform/discovery'
import type { RunParts, ToolParts } from '@bindery/platform/runs'
import type { Everything } from '@bindery/platform/kernel'
import type { WebhookSender } from '@bindery/platform/webhooks'

/** The whole record, which the composition root alone holds. */
export interface Services extends Everything, RunParts, ToolParts {
  readonly authenticator: Authenticator
  readonly children: ChildProcesses
  readonly jobs: JobRunner
  readonly logger: FastifyBaseLogger
  readonly webhooks: WebhookSender
}
