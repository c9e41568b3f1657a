# Cases: states, outcomes, kinds
state-unflagged = not flagged
state-open = to be checked
state-claimed = being checked
state-decided = decided
state-lapsed = no longer flagged

outcome-host_keeps = host keeps
outcome-home_keeps = home keeps
outcome-same_committee_duplicate = registered twice with one committee
outcome-not_same = not the same person
outcome-cannot_tell = cannot tell

kind-cross_committee = across two committees
kind-within_committee = within one committee

lapse-registration_withdrawn = one of the two registrations left its roll
lapse-below_threshold = after a correction the two no longer look alike
lapse-model_changed = the newly adopted model does not flag the two

verdict-same_person = possibly one person
verdict-same_household = possibly two people of one household
verdict-stranger = possibly two unrelated people

side-home = home
side-host = host
side-left = left
side-right = right

error-case-unknown = There is no case { $case }.
remedy-case-unknown = List the cases with "dedup cases list"; the first 6 or more characters of an id are enough.
error-case-ambiguous = More than one case begins with { $case }: { $matches }.
remedy-case-ambiguous = Give more characters of the id.
error-case-claimed-by-other = Case { $case } is being checked by { $holder }.
remedy-case-claimed-by-other = Ask them to release it (dedup cases release) or to decide it.
error-case-state = Case { $case } is "{ $state }": { $wanted } is not possible now.
remedy-case-state = Look at it with "dedup cases show { $case }"; a case is claimed before it is decided, and a decided one reopened first.
error-case-changed = Somebody else has just changed case { $case }; nothing was done.
remedy-case-changed = Look at the case again and retry.
error-outcome-does-not-fit = The outcome { $outcome } does not fit a case of this kind ({ $kind }).
remedy-outcome-does-not-fit = Possible outcomes: { $allowed }.
error-reopen-needs-reason = Reopening a case needs a reason.
remedy-reopen-needs-reason = Give it with --reason.
error-reason-too-long = The reason has { $length } characters, which is too many.
remedy-reason-too-long = At most { $length_max } characters are kept.
