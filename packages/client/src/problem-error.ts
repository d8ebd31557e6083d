import type { Problem } from './api.gen.ts'

/** What the server refused, with its body: the code, every issue, the way out and the id of the request. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.name = 'ProblemError'
    this.problem = problem
  }
}
