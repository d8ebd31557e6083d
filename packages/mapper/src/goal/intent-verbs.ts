/** What a goal asks for, and what an operation does. `search` finds by words or conditions, `list` shows many. */
export const intents = ['list', 'search', 'read', 'create', 'update', 'delete', 'action'] as const

export type Intent = (typeof intents)[number]

/** Verbs by what they ask for. A verb that can be either is left out, so that it decides nothing. */
export const intentVerbs: Readonly<Record<Intent, string>> = {
  list: 'list enumerate browse show display see',
  search: 'search find look_up lookup query seek locate dig recognise recognize identify filter',
  read: `get read fetch retrieve view check know hear recall inspect describe compare count track verify estimate
    calculate learn export download render preview whether`,
  create: `create add make new insert open_new open_a open_an open_another open_up spin_up set_up register sign_up file log raise produce generate draft prepare book
    reserve upload submit post publish record jot write_down take_down leave comment note start store save order request
    arrange schedule plan place buy purchase issue enter import attach put queue duplicate copy clone tag flag share grant
    invite enrol enroll`,
  update: `update change edit modify set correct amend adjust alter fix switch rename replace revise move shift
    reschedule postpone push mark assign hand transfer relocate convert turn_into extend renew patch put_on_hold`,
  delete: `delete remove erase destroy scrap take_away take_back throw_away throw_out get_rid purge wipe unlink discard
    clear`,
  action: `send wrap_up text email mail call ring dial reply answer respond forward cancel call_off void undo end hang_up close
    shut resolve pause suspend resume restart rerun retry run trigger execute archive restore reopen approve reject
    accept decline refund reimburse pay charge bill capture money_back repay write_off give_back mute silence kick ban
    block unblock activate deactivate enable disable turn_off turn_on lock unlock notify alert ping remind dispatch
    deliver finalise finalize complete confirm redirect divert subscribe unsubscribe stop terminate drop merge pin unpin
    sign join revoke release accept hold snooze give let split link book`,
}
