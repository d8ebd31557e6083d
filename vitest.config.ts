import { defineConfig } from 'vitest/config'
import { SlowFirstSequencer } from './scripts/slow-first-sequencer.ts'

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'services/*/src/**/*.test.ts',
      'fixtures/**/*.test.ts',
      'services/console/browser/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    globalSetup: './services/console/browser/template.ts',
    pool: 'forks',
    maxWorkers: 3,
    // Loading the platform takes seconds: files share what a worker has loaded, and leave nothing behind.
    isolate: false,
    sequence: { sequencer: SlowFirstSequencer },
    // A file that has not changed is not compiled again: most runs are of one file, and half of their time was that.
    experimental: { fsModuleCache: true },
    // For what hangs, not for what is slow: a loaded machine takes several times what a quiet one takes.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    reporters: ['default', './scripts/closing-line-reporter.ts'],
  },
})
