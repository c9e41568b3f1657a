# History, sentence by sentence
history-origin = { " " }(from { $file }, row { $row })
history-VoterRegistered = { $at }: { $actor } put voter { $subject } on the roll{ $origin }.
history-RegistrationAmended = { $at }: { $actor } corrected { $changed } of registration { $subject }{ $origin }.
history-RegistrationWithdrawn = { $at }: { $actor } withdrew registration { $subject } from the roll, giving as reason: { $reason }{ $origin }.
history-RegistrationRestored = { $at }: { $actor } restored registration { $subject }{ $origin }.
history-CaseFlagged = { $at }: { $actor } flagged { $left } and { $right } as a possible double registration ({ $kind }), case { $subject }, probability { $percent }%, because: { $reasons } (model { $model }).
history-CaseRescored = { $at }: after a registration changed, { $actor } assessed case { $subject } anew: probability { $percent }%, because: { $reasons } (model { $model }).
history-CaseReweighed = { $at }: { $actor } weighed case { $subject } with model { $model }: probability { $percent }%, because: { $reasons }.
history-FlagLapsed = { $at }: { $actor } took back the flag of case { $subject }: { $reason }.
history-CaseClaimed = { $at }: { $actor } claimed case { $subject }.
history-CaseReleased = { $at }: { $actor } released case { $subject } undecided.
history-CaseDecided = { $at }: { $actor } decided case { $subject }: { $outcome }, giving as reason: { $reason }.
history-CaseReopened = { $at }: { $actor } reopened case { $subject }, giving as reason: { $reason }.

no-reason-given = none given
list-separator = ,{ " " }

column-registration_id = registration id
column-committee = committee
column-name = name
column-former_name = former name
column-sex = sex
column-ethnicity = ethnicity
column-birth_date = birth date
column-id_number = ID number
column-household_address = household address
column-residence_address = residence address
column-phone = phone
column-employer = employer
column-note = note
column-extra = other columns
column-constituency = constituency
column-voter_group = voter group
column-registered_on = date of registration
column-basis = basis
column-certificate_no = certificate number
column-level = level

error-registration-unknown = There is no registration { $registration }.
remedy-registration-unknown = Write cycle/level/committee/number, such as 2026/county/340123/000001, or just 340123/000001 for the county roll of this cycle.
error-moment-unreadable = { $moment } is neither a time nor a position.
remedy-moment-unreadable = Give a position in the log (a number), or a date or time such as 2026-09-01 or 2026-09-01T12:00:00.
