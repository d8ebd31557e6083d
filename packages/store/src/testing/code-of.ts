import { PlatformError } from '@bindery/model'

/** The code by which work failed, or `done`. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof PlatformError) return error.code
      throw error
    },
  )
