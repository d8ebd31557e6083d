export { resourceSchemas } from './resource-schemas.ts'
export { resourceUseCases } from './resources.ts'
