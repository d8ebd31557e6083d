import type { Reporter, TestModule } from 'vitest/node'

/** Ends the run with one line that any build server can read: `N passed, N failed`, and how many were skipped. */
export default class ClosingLineReporter implements Reporter {
  /** What nobody caught beside the tests fails the run, so it counts as failed. */
  onTestRunEnd(modules: readonly TestModule[], uncaught: readonly unknown[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    )
    const count = (state: string) => states.filter((found) => found === state).length
    const broken = modules.filter((module) => module.state() === 'failed' && count('failed') === 0).length
    const skipped = count('skipped') === 0 ? '' : `, ${count('skipped')} skipped`
    process.on('exit', () =>
      console.log(
        `${count('passed')} passed, ${count('failed') + broken + uncaught.length} failed${skipped}`,
      ),
    )
  }
}
