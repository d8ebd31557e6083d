/** The environment of the process. What this program reads of it: see `packages/cli/README.md`. */
export const processEnvironment = (): Readonly<Record<string, string | undefined>> => process.env
