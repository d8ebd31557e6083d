import type { MapperChoice } from './automap-options.ts'
import { deterministicMapper } from './deterministic-mapper.ts'
import type { GoalMapper } from './goal-mapper.ts'

/** The mapper that was chosen. Ends the program with 2 when this version does not have it. */
export function loadMapper(choice: MapperChoice): Promise<GoalMapper> {
  switch (choice.kind) {
    case 'deterministic':
      return Promise.resolve(deterministicMapper)
    case 'model':
      console.error('This version has no mapper that asks a language model.')
      process.exit(2)
  }
}
