import type { SchemaCatalog } from '../../../packages/model/src/index.ts'
import type { MapperChoice } from './automap-options.ts'
import { deterministicMapper } from './deterministic-mapper.ts'
import type { GoalMapper } from './goal-mapper.ts'
import type { Goal } from './goals.ts'
import { chosenModel, modelMapper } from './model-mapper.ts'
import { oracleChat } from './oracle-chat.ts'

/** The mapper for a goal; only the oracle looks at the goal's labels. */
export type MapperFor = (goal: Goal, catalog: SchemaCatalog) => GoalMapper

/** The mapper that was chosen. */
export function loadMapper(choice: MapperChoice): MapperFor {
  switch (choice.kind) {
    case 'deterministic':
      return () => deterministicMapper
    case 'oracle':
      return (goal, catalog) => modelMapper(oracleChat(goal, catalog), 'nothing')
    case 'model': {
      const mapper = modelMapper(chosenModel(choice), 'tokens')
      return () => mapper
    }
  }
}
