import { type Gate, passed, refused } from '../gate.ts'

/** The skill belongs to the published version of its agent. A draft run says so by `isPublished`, which its scope allows. */
export const published: Gate = {
  name: 'published',
  appliesTo: 'live-run',
  isStanding: true,
  demand: () => undefined,
  check: ({ runnable }) => {
    if (runnable.isPublished) return passed
    const message = `"${runnable.skill.functionName}" is not in a published version of the agent: publish the agent first.`
    return refused('no_published_version', message)
  },
}
