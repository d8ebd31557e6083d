export { failureOf } from './job-failure.ts'
export { JobRunner } from './job-runner.ts'
export { cancelDiscovery, requireJob, startDiscovery } from './start-discovery.ts'
export { discoveryUseCases } from './discovery.ts'
