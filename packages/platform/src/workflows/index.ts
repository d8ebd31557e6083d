export { workflowUseCases } from './workflows.ts'
