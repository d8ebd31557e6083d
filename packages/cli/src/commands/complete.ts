import { type Command, lines } from '../command.ts'
import { restArguments } from '../command-line/parameter.ts'
import { candidates } from '../completion/candidates.ts'
import { listOf, own, text } from '../schemas/output-schema.ts'

const words = restArguments('words', 'The words of the line behind --, of which the last is completed')

export const command: Command = {
  summary: 'What may stand in the place of the last word; what completion scripts ask',
  takes: [words],
  output: own(listOf(text)),
  example: "complete -- agent show ''",
  run: async (call) => {
    const found = await candidates(call, call.get(words))
    return { data: found, view: lines(found) }
  },
}
