# The command line
remedy = What to do: { $text }
interrupted = Interrupted. Run the same command again to go on.
rate = { $rows } rows/s
withdrawn = (withdrawn)

header-file = file
header-accepted = new
header-unchanged = unchanged
header-amended = amended
header-withdrawn = withdrawn
header-rejected = rejected
header-note = note
header-case = case
header-probability = probability
header-state = state
header-pair = registrations
header-reasons = reasons (bits for + and against -)
header-kind = kind
header-verdict = verdict
header-flagged_at = flagged
header-model = model
header-claimed_by = claimed by
header-decision = decision
header-evidence = evidence
header-bits = bits
header-check = check
header-detail = detail

import-repeated = imported before, nothing changed
import-resumed = went on after row { $row }
import-rejects = rejected rows are in { $path }
import-warnings = { $count } doubtful values kept as given

progress-training = fitting the model
progress-loading = reading registrations back
progress-matching = matching
progress-replaying = replaying
progress-sample = writing the sample

projected = Matched { $registrations } registrations: { $flagged } pairs flagged, { $rescored } assessed anew, { $lapsed } lapsed (model { $model }).
matched = { $flags } possible double registrations (probability ≥ { $threshold }) written to { $out }; store: { $store } (go on with: dedup cases list --store { $store }).
match-stopped = A file could not be read, so nothing was matched; the { $taken } files imported are kept. Correct it and run the same command again.
match-other-files = Note: the store also holds registrations of { $count } other files, and they were matched too. Name another folder with --store to keep them apart.
model-outgrown = Note: there are { $registrations } registrations, far more than the { $roll_size } the model was adopted on, so probabilities read too high; run "dedup project --adopt-model".
blocks-full = Note: { $count } groups of registrations share something too common to search by; only finer traits were used for them, and their cases say "search incomplete".

cases-listed = { $shown } of { $total } cases shown.
case-now = Case { $case } is now: { $state }.

sample-written = Sample of invented people in { $folder }: { $rows } registrations of { $people } people, { $pairs } pairs of them one person.
demo-sample = Sample: the registers of a home county and some host districts (all people are invented)
demo-import = Import: every row becomes an event in the log
demo-match = Match: compare, and flag possible double registrations with reasons
demo-flags = { $kind }: { $total } pairs, of which the first:
demo-flags-written = All { $count } pairs are in { $path }
demo-resolve = Resolve: claim a case and decide it (the program changes no roll)
demo-history = History: how this case and its two registrations came about
demo-replay = Replay: rebuild everything from the log and compare digests
demo-next = What to try next
demo-reviewer = demo reviewer
demo-reason = Checked by telephone with the home committee; the voter holds a certificate
demo-try =
    { $program } cases list --store { $store }            # the cases
    { $program } cases show { $case } --store { $store }      # one case
    { $program } history { $case } --store { $store } --lang zh
    { $program } match { $out }/registers/*-invented.* --out flags.csv   # everything in one command
error-demo-folder-taken = The folder { $folder } holds something else already.
remedy-demo-folder-taken = Name another folder with --out.

replay-read = The log holds { $events } events; rebuilt from it:
replay-same = same
replay-differs = DIFFERS
digest-registrations = registrations
digest-flags = flags
digest-decisions = decisions
digest-files = files
digest-derived = flags matched anew
replay-unprojected = Some registrations are not matched yet (run "dedup project"), so where the flags come from was not compared.
replay-agrees = The replay agrees, digest { $digest }
replay-disagrees = The replay DISAGREES, digest { $digest }

check-runtime = runtime
check-store = store
check-disk = disk
check-log = event log
check-views = read model
check-contents = contents
check-model = model
check-projector = projector
finding-runtime = Python { $python }, SQLite { $sqlite }
finding-store-missing = nothing in { $store } yet; run "dedup import" or "dedup match" first
finding-disk = { $free } GB free (1 GB or more is advised)
finding-unreadable = cannot be read: { $detail }; restore it from a backup
finding-durability = journal mode { $mode }, synchronous { $level } (wal and 2 are wanted)
finding-view-damaged = { $path } is damaged ({ $detail }); delete it, the next query rebuilds it
finding-contents = { $events } events, { $registrations } registrations standing
finding-view-position = { $behind } events behind the log; queries catch up by themselves
finding-no-model = no model adopted yet; run "dedup project"
finding-model = { $model }, adopted on { $roll_size } registrations
finding-model-outgrown = { $model } was adopted on { $roll_size } registrations, far fewer than now; run "dedup project --adopt-model"
finding-waiting = { $waiting } events of registrations to be matched

error-store-missing = There is no store in { $store }.
remedy-store-missing = Run "dedup import" or "dedup match" first, or name the store with --store.
error-store-unavailable = The store cannot be used: { $detail }.
remedy-store-unavailable = Look at disk space, permissions and other programs using it; then run the same command again to go on.
error-output-unwritable = { $path } cannot be written: { $detail }.
remedy-output-unwritable = See that the folder exists and can be written, and that the disk is not full.
error-system = The system reports: { $detail }.
remedy-system = Remove the cause and run the same command again; it goes on where it stopped.
error-log-unreadable = The log holds something that this version cannot read or that is damaged: { $detail }.
remedy-log-unreadable = If a newer version wrote it, upgrade; otherwise restore a backup and run "dedup doctor".
error-log-conflict = Another program changed the same thing at the same time.
remedy-log-conflict = Run the same command again.
error-file-imported-elsewhere = Another program is importing the same file.
remedy-file-imported-elsewhere = Run again when it is done; nothing is registered twice.
error-registrations-keep-changing = Other programs keep changing the same registrations; this batch was not written.
remedy-registrations-keep-changing = Run the same command again later; it goes on where it stopped.
error-projected-elsewhere = Another program is projecting the same store.
remedy-projected-elsewhere = Run again when it is done.
error-cases-keep-changing = The cases keep changing; this batch of flags was not written.
remedy-cases-keep-changing = Run "dedup project" again later.
error-model-adopted-elsewhere = Another program has just adopted a model.
remedy-model-adopted-elsewhere = Run the same command again.
error-model-fingerprint = The model in the log does not fit its fingerprint ({ $stated } stated, { $computed } computed).
remedy-model-fingerprint = Restore the log from a backup.
error-setting-invalid = The setting { $name } cannot be "{ $value }": { $detail }.
remedy-setting-invalid = Correct the option on the command line, or DEDUP_* in the environment or the .env file.
error-committee-not-a-code = "{ $given }", given with --committee, is not a division code.
remedy-committee-not-a-code = Give a division code of 6 to 12 digits, such as 340123.
error-level-unknown = "{ $given }", given with --level, is not a level.
remedy-level-unknown = Give county or township.
