import type { SchemaCatalog } from '../../../packages/model/src/index.ts'
import type { MapperChoice } from './automap-options.ts'
import { deterministicMapper } from './deterministic-mapper.ts'
import type { GoalMapper } from './goal-mapper.ts'
import type { Goal } from './goals.ts'
import { chosenModel, modelMapper } from './model-mapper.ts'
import { oracleChat } from './oracle-chat.ts'
import { recordChat, replayChat } from './prompt-record.ts'

/** The mapper for a goal; only the oracle looks at the goal's labels. */
export type MapperFor = (goal: Goal, catalog: SchemaCatalog) => GoalMapper

/** The mapper that was chosen. */
export function loadMapper(choice: MapperChoice): MapperFor {
  switch (choice.kind) {
    case 'deterministic':
      return () => deterministicMapper
    case 'oracle':
      return (goal, catalog) => modelMapper(() => oracleChat(goal, catalog), 'nothing')
    case 'model': {
      const chat = chosenModel(choice)
      const { record } = choice
      const chatFor = record === undefined ? () => chat : recordChat(chat, record, () => new Date())
      const mapper = modelMapper(chatFor, 'tokens')
      return () => mapper
    }
    case 'replay': {
      const mapper = modelMapper(replayChat(choice.folder), 'tokens')
      return () => mapper
    }
  }
}
