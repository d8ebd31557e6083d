export { resourceUseCases } from './resources.ts'
