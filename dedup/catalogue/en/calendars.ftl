# Calendars and legal clocks
gate-registration_closes = registration closes
gate-publication = roll published
gate-appeal_filed = appeals filed
gate-appeal_decided = appeals decided
gate-preliminary_candidates = preliminary candidates published
gate-late_addition = late additions
gate-formal_candidates = formal candidates published
gate-suit_filed = suits filed
gate-suit_judged = suits judged
gate-last_removal = last removals (freeze from the next day)
gate-correction_cutoff = corrections published
gate-election_day = election day

level-county = county
level-township = township

header-cycle = cycle
header-preset = preset
header-place = place
header-code = codes
header-source = source
header-gate = deadline, to the end of the day
header-day = day
header-days-left = days left
header-next-gate = next deadline
header-publication = roll published
header-election-day = election day
header-rule = rule
header-value = value

calendar-set = The calendar of { $committee } is set.
calendar-unchanged = The calendar of { $committee } was so already; nothing changed.

history-CalendarSet = { $at }: { $actor } set the calendar of { $subject }: roll published { $published }, election day { $elected }.

error-calendar-unknown = Committee { $committee } has set no calendar in cycle { $cycle }.
remedy-calendar-unknown = Set it with "dedup calendar set { $committee } --election-day DAY"; --level and --cycle name another.
error-calendar-changed = Somebody else has just set the calendar of { $committee }; nothing was done.
remedy-calendar-changed = Look at it with "dedup calendar show { $committee }" and try again.
error-calendar-needs-election-day = { $field }: the calendar of { $committee } has no election day yet.
remedy-calendar-needs-election-day = Give it with --election-day YYYY-MM-DD.
error-preset-unknown = There is no preset { $preset }.
remedy-preset-unknown = Known are: { $known }.
error-calendar-rule-unknown = There is no rule { $rule }.
remedy-calendar-rule-unknown = Known are: { $known }.
error-calendar-rule-invalid = { $field }: the rule cannot take the value { $value } ({ $detail }).
remedy-calendar-rule-invalid = docs/calendar.md lists the rules and what they take.
error-calendar-committee = { $field }: { $value } is not a division code.
remedy-calendar-committee = Give a GB/T 2260 code of 6 to 12 digits, such as 340123.
error-calendar-level = { $field }: there is no level { $value }.
remedy-calendar-level = Give county or township.
error-calendar-waived-within = { $field }: { $value } is not the beginning of this committee's own code.
remedy-calendar-waived-within = Give the first digits that the codes of all committees of the system share, such as 31, or none.
error-calendar-figure = { $field }: { $value } is out of bounds.
remedy-calendar-figure = Give a figure from { $least } to { $most }.
error-calendar-freeze-late = { $field }: people could be removed after the last correction is published.
remedy-calendar-freeze-late = Give { $least } days or more, or let corrections be published later.
error-calendar-late-addition = { $field }: voters cannot be added before the roll is published or after the last correction.
remedy-calendar-late-addition = Give a figure from { $least } to { $most }, or none.
error-calendar-outside-cycle = { $field }: election day { $day } does not lie in cycle { $cycle }.
remedy-calendar-outside-cycle = Correct the day, or name the cycle with --cycle.
error-calendar-publication-late = { $field }: the roll is published on { $day }, which is too late.
remedy-calendar-publication-late = It is published { $days } days before election day or earlier (Election Law art. 28, and the committee's own rule): { $latest } at the latest.
error-calendar-too-early = { $field }: { $day } lies more than half a year before election day.
remedy-calendar-too-early = Give a day from { $earliest } on, or correct election day.
error-calendar-closes-late = { $field }: registration closes on { $day }, after the roll is published.
remedy-calendar-closes-late = Give { $latest } or an earlier day; who comes later is a late addition.
error-calendar-days-off = { $field }: { $count } days are more than one calendar names.
remedy-calendar-days-off = Name { $most } days at most, those between publication and election day.
error-calendar-working-weekend = { $field }: { $day } is not a Saturday or Sunday, or is named as a day off as well.
remedy-calendar-working-weekend = Name only Saturdays and Sundays that are worked.
error-calendar-holidays-missing = { $field }: periods roll over days off, but no day off in { $year } is known.
remedy-calendar-holidays-missing = Name the days off of { $year } with --holiday (and --working-weekend), or set --rule rollover=none.
