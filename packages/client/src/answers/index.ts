export type { AnswerName } from '../answers.gen.ts'
export { answerSchema, type AnswerSchema } from './answer-schema.ts'
