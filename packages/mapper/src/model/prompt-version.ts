/** Counts every change of a prompt or of a reply's schema; answers and figures are kept by it. */
export const promptVersion = 4
