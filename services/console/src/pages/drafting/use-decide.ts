import type { BindingPlace } from '../../api/bindings.ts'
import { decideDraft } from '../../api/drafts.ts'
import { useCommand } from '../../api/use-command.ts'

/** Keeps what a person says of lines; each row has its own, so that one does not wait for another. */
export const useDecide = (place: BindingPlace, draftId: string, onDone?: () => void) =>
  useCommand({
    call: decideDraft(place, draftId),
    changes: [['agents', place.agentId, 'drafts'], ['session'], ['review']],
    ...(onDone !== undefined && { onDone }),
  })
