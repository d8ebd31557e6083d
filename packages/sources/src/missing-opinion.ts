import type { Issue } from '@bindery/model'

/** Stands in place of a second opinion that was asked for; `why` there is none is a part of its sentence. */
export const missingOpinion = (why: string): Issue => ({
  code: 'second_opinion_missing',
  severity: 'info',
  path: [],
  message: `swagger-parser gave no opinion: ${why}. The catalog does not need one.`,
})
