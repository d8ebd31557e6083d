/** Verbs that mean the same act, named by the first; phrases are joined by `_`. */
export const actions: readonly string[] = `
create add new make insert set_up open file log raise produce start register generate build draft prepare put_in
add put attach append insert include
register sign_up enrol enroll create subscribe
send mail text email post deliver forward dispatch notify message drop
post publish send share write
publish finalize finalise release post issue
finalize finalise complete close publish
update change edit modify set correct amend adjust alter fix switch rename replace revise patch
move shift transfer push relocate transition
reschedule move shift postpone push change
delete remove erase destroy drop scrap take_away get_rid purge wipe take_off
cancel call_off scrap abort revoke end drop terminate stop undo void
void undo cancel reverse annul write_off
end hang_up terminate stop complete finish cancel
close shut resolve solve finish complete done end
archive close hide shelve retire close_down
pause hold put_on_hold freeze suspend park snooze
resume continue unpause restart reactivate
reopen open_again
assign give hand allocate hand_over responsible in_charge
invite ask add
remove kick take_out expel revoke
approve accept confirm allow ok
reject decline deny refuse
confirm verify acknowledge
refund reimburse give_back money_back repay
charge bill collect debit
pay settle
capture collect
buy purchase acquire get provision
book reserve schedule arrange
schedule queue plan arrange book
enable activate turn_on switch_on
disable deactivate turn_off switch_off
lock block ban freeze
unlock unblock
mute silence
subscribe follow watch
unsubscribe unfollow opt_out
share grant permit allow give
tag label flag mark categorize categorise
mark flag note set
merge combine join
convert turn_into transform change
copy clone duplicate
upload attach import
download export fetch
answer reply respond
comment remark reply leave
record log note save store write_down take_down jot
save store keep record
rerun retry restart redo run_again kick_off
run execute trigger start launch kick_off
call ring dial phone
list show see all enumerate display
find search look_up lookup query seek dig recognise recognize identify locate
read get fetch retrieve view check
check verify validate test
count number total
track trace follow
estimate quote calculate compute cost
compare diff
sign endorse
translate convert
redirect forward divert deflect transfer
write_off uncollectible forgive
submit send hand_in file
`
  .trim()
  .split('\n')
