import type { Egress } from '@bindery/connection'
import type { Store } from '@bindery/store'
import type { FastifyBaseLogger } from 'fastify'
import type { Authenticator } from './auth/authenticate.ts'
import type { Config } from './config.ts'
import type { ChildProcesses } from './discovery/child-process.ts'
import type { JobRunner } from './discovery/job-runner.ts'

/** What the use cases work with. Made once by the composition root; holds no state of a request. */
export interface Services {
  readonly config: Pick<Config, 'maxDocumentBytes'>
  readonly store: Store
  readonly egress: Egress
  readonly authenticator: Authenticator
  readonly children: ChildProcesses
  readonly logger: FastifyBaseLogger
  readonly jobs: JobRunner
}
