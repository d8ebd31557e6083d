import type { SchemaCatalog } from '@bindery/model'
import { argument, field, listOf, object, operation, ref } from '../test-catalog.ts'

const moment = { kind: 'scalar', scalar: 'datetime' } as const
const amount = { kind: 'scalar', scalar: 'decimal' } as const
const flag = { kind: 'scalar', scalar: 'boolean' } as const
const status = { kind: 'enum', scalar: 'string', values: ['open', 'waiting_for_customer', 'closed'] } as const
const must = { required: true }

/** A desk with clients, and jobs for them that are open or closed, cost something and are due. */
export const jobsCatalog: SchemaCatalog = {
  formatVersion: 1,
  source: 'openapi',
  title: 'Jobs',
  servers: [],
  security: [],
  relationships: [],
  objects: [
    { ...object('Client', [field('id', undefined, must), field('phone')]), key: ['id'] },
    {
      ...object('Job', [
        field('id', undefined, must),
        field('title'),
        field('status', status),
        field('price', amount),
        field('created_at', moment),
        field('due_at', moment),
        field('is_paid', flag),
        field('payer', { kind: 'enum', scalar: 'string', values: ['client', 'insurance'] }),
      ]),
      key: ['id'],
    },
    object('NewJob', [field('title', undefined, must), field('status', status)]),
    object('JobChange', [field('status', status), field('title')]),
  ],
  operations: [
    operation('/clients', 'get', {
      name: 'findClients',
      title: 'Find clients',
      arguments: [argument('phone', 'query')],
      returns: { type: listOf(ref('Client')), nullable: false },
    }),
    operation('/clients/{client_id}/jobs', 'get', {
      name: 'listJobs',
      title: 'Jobs of a client',
      arguments: [
        argument('client_id', 'path'),
        argument('state', 'query', { description: 'One of: `draft`, `sent`, `archived`, `EU`' }),
      ],
      returns: { type: listOf(ref('Job')), nullable: false },
    }),
    operation('/tasks', 'get', {
      name: 'searchTasks',
      title: 'Search tasks',
      arguments: [argument('title', 'query'), argument('status', 'query', { type: status })],
      returns: { type: listOf(ref('Job')), nullable: false },
    }),
    operation('/jobs', 'post', {
      name: 'createJob',
      title: 'Create a job',
      object: 'Job',
      inputArgument: 'body',
      arguments: [argument('body', 'body', { type: ref('NewJob'), ...must })],
      returns: { type: ref('Job'), nullable: false },
    }),
    operation('/jobs/{job_id}', 'patch', {
      name: 'updateJob',
      title: 'Update a job',
      effect: 'update',
      object: 'Job',
      inputArgument: 'body',
      arguments: [argument('job_id', 'path'), argument('body', 'body', { type: ref('JobChange'), ...must })],
      returns: { type: ref('Job'), nullable: false },
    }),
  ],
}
