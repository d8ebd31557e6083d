import { stem } from '../words/stem.ts'
import { oppositions } from './oppositions.ts'

/** Acts of which one undoes or keeps from happening what the other does; the sides of a line are divided by `|`. */
const opposites = `
open reopen start begin launch resume continue restart unpause restore unarchive undelete recover reinstate revive | close shut end stop finish terminate pause suspend hold cancel delete remove erase archive abort
complete finish fulfil fulfill confirm accept approve keep allow permit grant authorize | cancel call_off void abort withdraw revoke reject decline deny refuse forbid
enable activate reactivate turn_on switch_on unlock unblock unmute unban | disable deactivate turn_off switch_off lock block mute silence ban
subscribe follow join invite enrol enroll sign_up check_in | unsubscribe unfollow leave kick expel opt_out check_out
publish release ship send | unpublish recall
create make register | delete remove destroy erase
add attach link assign pin insert include | remove detach unlink unassign unpin exclude delete
increase raise escalate upgrade promote extend lengthen prolong | decrease lower reduce downgrade demote shorten
charge capture collect | refund reimburse void repay
deposit | withdraw
buy | sell
lend | borrow
hire onboard | fire offboard
`

const isOpposed = oppositions(opposites)

/** Whether one stemmed act, or a phrase of stems joined by `_`, undoes the other: by its sense, or by a prefix (`unpin`). */
export const undoes = (a: string, b: string): boolean => isOpposed([a], [b]) || negates(a, b) || negates(b, a)

const negates = (a: string, b: string): boolean =>
  ['un', 'dis', 'de', 'in'].some((prefix) => b.length > 2 && a === `${prefix}${b}`)

const asActs = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .trim()
      .split(/\s+/)
      .map((act) => act.split('_').map(stem).join('_')),
  )

/** Acts after which something is over, gone or held up. */
const endings = asActs(`
  cancel call_off void undo end hang_up close close_down terminate revoke abort withdraw stop finish complete conclude quit halt cease
  discontinue kill drop scrap axe ditch dump bin trash nuke delete remove erase destroy purge wipe clear discard unlink strip detach
  disconnect expel kick kick_out ban evict fire dismiss discharge release free retire decommission deprovision offboard deactivate disable
  suspend pause freeze hold block lock mute silence shut shut_down turn_off switch_off take_off take_away take_back take_down take_out
  get_rid throw_away throw_out wrap_up opt_out log_out check_out reject decline deny refuse veto reverse annul nullify invalidate
  rescind recall retract forfeit expire archive hide unpublish resolve settle solve fulfil fulfill unsubscribe unfollow leave exit
  deregister vacate empty clean prune cut sever lift waive forgive write_off cross strike scratch unassign unpin unshare
`)

/** Verbs that say no act by themselves: what they do is said by the words behind them. */
const light = asActs(`
  do make let get take put set give have bring turn keep go come move change update edit modify mark process handle manage deal use need
  want try help ask tell see look go_ahead add create post save record note log file enter register submit send use
`)

/** What records anything, or changes anything of a record: any act may be done by it. */
const general = asActs(`
  create make add new insert put set save record store update change edit modify patch replace upsert write post submit manage process
  perform execute run apply batch bulk do
`)

export const isEnding = (act: string): boolean => endings.has(act)
export const saysNoAct = (act: string): boolean => light.has(act)
export const isGeneral = (act: string): boolean => general.has(act)
