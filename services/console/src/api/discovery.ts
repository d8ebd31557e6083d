import type { Call } from './client.ts'
import type { Environment } from './environment.ts'

/** Begins a discovery and does not wait for it: its events are followed by its id. */
export const startDiscovery = (kind: string) => (environment: Environment) =>
  ((api) =>
    api.POST('/api/v1/integrations/{kind}/discover', {
      params: { path: { kind } },
      body: { environment },
      headers: { prefer: 'wait=0' },
    })) satisfies Call<unknown>

export const cancelDiscovery = (kind: string) => (job: string) =>
  ((api) =>
    api.DELETE('/api/v1/integrations/{kind}/discover/{job}', {
      params: { path: { kind, job } },
    })) satisfies Call<unknown>

/** Where the events of a discovery come from, those that were missed first. */
export const discoveryEvents = (kind: string, job: string): string =>
  `/api/v1/integrations/${encodeURIComponent(kind)}/discover/${encodeURIComponent(job)}`
