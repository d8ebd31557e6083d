export { searchUseCases } from './search.ts'
