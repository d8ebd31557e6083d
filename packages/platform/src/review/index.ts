export { reviewUseCases } from './review.ts'
