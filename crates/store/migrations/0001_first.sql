-- The whole schema in one text for SQLite and PostgreSQL: TEXT and BIGINT only. Moments are Unix milliseconds in UTC,
-- civil dates are YYYY-MM-DD, hours are hundredths, identifiers are hyphenated UUIDs, yes and no are 1 and 0.

-- Which installation this is; the data folder carries the same. See docs/adr/0018-folder-and-database-know-each-other.md.
CREATE TABLE installation (
  single BIGINT PRIMARY KEY CONSTRAINT installation_single CHECK (single = 1),
  id TEXT NOT NULL,
  -- The pack that was last put in force by name, and the hash of its text then.
  pack_name TEXT,
  pack_hash TEXT
);

CREATE TABLE unit (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT unit_code UNIQUE,
  name TEXT NOT NULL CONSTRAINT unit_name UNIQUE,
  kind TEXT NOT NULL
);

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  staff_number TEXT NOT NULL CONSTRAINT person_staff_number UNIQUE,
  name TEXT NOT NULL,
  sex TEXT NOT NULL CONSTRAINT person_sex CHECK (sex IN ('female', 'male')),
  unit_id TEXT NOT NULL REFERENCES unit (id),
  -- What the newest roster says, as lists show it; what a year rests on stands in person_year.
  category TEXT NOT NULL CONSTRAINT person_category CHECK (
    category IN ('full-time-teacher', 'other-professional', 'administrative', 'worker')
  ),
  declares_title_next_year BIGINT NOT NULL CONSTRAINT person_declares CHECK (declares_title_next_year IN (0, 1)),
  confirmation_only BIGINT NOT NULL CONSTRAINT person_confirmation CHECK (confirmation_only IN (0, 1)),
  title_series TEXT,
  title TEXT,
  phone TEXT,
  joined TEXT,
  id_number_masked TEXT NOT NULL,
  id_number_sealed TEXT NOT NULL,
  id_number_index TEXT NOT NULL,
  password_hash TEXT,
  added_at BIGINT NOT NULL
);
-- Not unique: see docs/adr/0008-one-identity-number-two-people.md.
CREATE INDEX person_of_id_number ON person (id_number_index);
CREATE INDEX person_of_unit ON person (unit_id, staff_number);

-- Articles 1 and 8: what a roster said about a person for a year. Appended: a later word has a higher revision, and nothing is
-- said again about a year that is over.
CREATE TABLE person_year (
  person_id TEXT NOT NULL REFERENCES person (id),
  year BIGINT NOT NULL CONSTRAINT person_year_year CHECK (year BETWEEN 2019 AND 9999),
  revision BIGINT NOT NULL CONSTRAINT person_year_revision CHECK (revision > 0),
  category TEXT NOT NULL CONSTRAINT person_year_category CHECK (
    category IN ('full-time-teacher', 'other-professional', 'administrative', 'worker')
  ),
  declares_title_next_year BIGINT NOT NULL CONSTRAINT person_year_declares CHECK (declares_title_next_year IN (0, 1)),
  confirmation_only BIGINT NOT NULL CONSTRAINT person_year_confirmation CHECK (confirmation_only IN (0, 1)),
  title_series TEXT,
  learned_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, year, revision)
);

-- Article 1: a post held from a day inside a year on. Appended: what is corrected is superseded and stays.
CREATE TABLE person_post (
  person_id TEXT NOT NULL REFERENCES person (id),
  from_day TEXT NOT NULL,
  revision BIGINT NOT NULL CONSTRAINT person_post_revision CHECK (revision > 0),
  category TEXT NOT NULL CONSTRAINT person_post_category CHECK (
    category IN ('full-time-teacher', 'other-professional', 'administrative', 'worker')
  ),
  declares_title_next_year BIGINT NOT NULL CONSTRAINT person_post_declares CHECK (declares_title_next_year IN (0, 1)),
  confirmation_only BIGINT NOT NULL CONSTRAINT person_post_confirmation CHECK (confirmation_only IN (0, 1)),
  learned_at BIGINT NOT NULL,
  superseded_at BIGINT,
  PRIMARY KEY (person_id, from_day, revision)
);
CREATE UNIQUE INDEX person_post_one_a_day ON person_post (person_id, from_day) WHERE superseded_at IS NULL;

CREATE TABLE role_grant (
  person_id TEXT NOT NULL REFERENCES person (id),
  role TEXT NOT NULL CONSTRAINT role_grant_role CHECK (
    role IN ('verifier', 'approver', 'personnel', 'auditor', 'administrator', 'support')
  ),
  -- Empty for the institution as a whole, so that the key also holds there.
  unit_id TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, role, unit_id),
  -- Article 6: units appoint those who check and decide; every other role is of the whole institution.
  CONSTRAINT role_grant_scope CHECK ((role IN ('verifier', 'approver')) = (unit_id <> ''))
);

CREATE TABLE invitation (
  token_hash TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX invitation_of_person ON invitation (person_id);

CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_of_person ON session (person_id);
CREATE INDEX session_by_end ON session (expires_at);

-- How often somebody tried to sign in of late: one row a staff number and address, one a staff number, one an address.
-- The name is a digest.
CREATE TABLE sign_in_attempt (
  name TEXT PRIMARY KEY,
  since BIGINT NOT NULL,
  tries BIGINT NOT NULL
);

-- Appended: a corrected result has a higher revision, and the one that it replaces stays.
CREATE TABLE public_result (
  person_id TEXT NOT NULL REFERENCES person (id),
  year BIGINT NOT NULL,
  course TEXT NOT NULL,
  revision BIGINT NOT NULL CONSTRAINT public_result_revision CHECK (revision > 0),
  required BIGINT NOT NULL CONSTRAINT public_result_required CHECK (required IN (0, 1)),
  study BIGINT NOT NULL,
  exam_passed BIGINT NOT NULL CONSTRAINT public_result_passed CHECK (exam_passed IN (0, 1)),
  score BIGINT,
  attempts BIGINT NOT NULL,
  hours BIGINT NOT NULL CONSTRAINT public_result_hours CHECK (hours >= 0),
  without_exam BIGINT NOT NULL CONSTRAINT public_result_has_exam CHECK (without_exam IN (0, 1)),
  -- What sets the hours; empty where nobody said.
  notice TEXT NOT NULL,
  source TEXT NOT NULL,
  sat_at TEXT,
  recorded_at BIGINT NOT NULL,
  superseded_at BIGINT,
  CONSTRAINT public_result_without_exam CHECK (without_exam = 0 OR (required = 0 AND exam_passed = 0)),
  PRIMARY KEY (person_id, year, course, revision)
);
CREATE UNIQUE INDEX public_result_one_in_force ON public_result (person_id, year, course) WHERE superseded_at IS NULL;
CREATE INDEX public_result_of_year ON public_result (year);

-- Article 4: hours that a connected industry system registered. System and reference name them once; a corrected one has a
-- higher revision, and the one that it replaces stays. The item that was typed for the same activity before stands for
-- it as long as there is one, so it is no foreign key.
CREATE TABLE industry_hours (
  system TEXT NOT NULL CONSTRAINT industry_hours_system CHECK (system <> ''),
  reference TEXT NOT NULL CONSTRAINT industry_hours_reference CHECK (reference <> ''),
  revision BIGINT NOT NULL CONSTRAINT industry_hours_revision CHECK (revision > 0),
  person_id TEXT NOT NULL REFERENCES person (id),
  title TEXT NOT NULL,
  organiser TEXT NOT NULL,
  starts TEXT NOT NULL,
  ends TEXT NOT NULL,
  hours BIGINT NOT NULL CONSTRAINT industry_hours_some CHECK (hours > 0),
  registered_at TEXT,
  recorded_at BIGINT NOT NULL,
  superseded_at BIGINT,
  typed_item TEXT,
  PRIMARY KEY (system, reference, revision),
  CONSTRAINT industry_hours_dates CHECK (starts <= ends)
);
CREATE UNIQUE INDEX industry_hours_one_in_force ON industry_hours (system, reference) WHERE superseded_at IS NULL;
CREATE INDEX industry_hours_of_person ON industry_hours (person_id, starts);

CREATE TABLE document (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CONSTRAINT document_kind CHECK (kind IN ('sealed-form', 'certificate')),
  person_id TEXT REFERENCES person (id),
  path TEXT NOT NULL,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

-- Article 6: one registration a person and year; nobody decides on their own; verifier and approver differ.
CREATE TABLE registration (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL CONSTRAINT registration_number UNIQUE,
  person_id TEXT NOT NULL REFERENCES person (id),
  unit_id TEXT NOT NULL REFERENCES unit (id),
  year BIGINT NOT NULL CONSTRAINT registration_year CHECK (year BETWEEN 2019 AND 9999),
  state TEXT NOT NULL CONSTRAINT registration_state CHECK (
    state IN ('draft', 'submitted', 'checking', 'verified', 'awaiting-approval', 'approved', 'returned')
  ),
  version BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  declared_at BIGINT,
  submitted_at BIGINT,
  -- Why that was after the person's date (article 8), which stands in the pack: the schema knows only that it was handed in.
  late_reason TEXT,
  -- The verifier whose decisions the items carry; see the foreign key of registration_item.
  checker TEXT REFERENCES person (id),
  checking_by TEXT REFERENCES person (id),
  verified_by TEXT REFERENCES person (id),
  verified_at BIGINT,
  sealed_form TEXT REFERENCES document (id),
  approved_by TEXT REFERENCES person (id),
  approved_at BIGINT,
  return_reason TEXT,
  extended_to TEXT,
  pack_name TEXT NOT NULL,
  pack_hash TEXT NOT NULL,
  -- What judging looks at of the items, all in one text: to read them one by one for everybody takes too long. Written
  -- with each item and by nothing else.
  item_rows TEXT NOT NULL DEFAULT '',
  CONSTRAINT registration_one_a_year UNIQUE (person_id, year),
  CONSTRAINT registration_of_person UNIQUE (id, person_id),
  CONSTRAINT registration_of_checker UNIQUE (id, checker),
  CONSTRAINT registration_in_state UNIQUE (id, state),
  CONSTRAINT registration_not_checked_by_self CHECK (checker IS NULL OR checker <> person_id),
  CONSTRAINT registration_not_approved_by_self CHECK (approved_by IS NULL OR approved_by <> person_id),
  CONSTRAINT registration_one_checker CHECK (
    (checking_by IS NULL OR (checker IS NOT NULL AND checking_by = checker))
    AND (verified_by IS NULL OR (checker IS NOT NULL AND verified_by = checker))
  ),
  CONSTRAINT registration_two_deciders CHECK (approved_by IS NULL OR (checker IS NOT NULL AND approved_by <> checker)),
  CONSTRAINT registration_submitted_is_declared CHECK (
    state IN ('draft', 'returned') OR (declared_at IS NOT NULL AND submitted_at IS NOT NULL)
  ),
  CONSTRAINT registration_late_is_submitted CHECK (
    late_reason IS NULL OR (submitted_at IS NOT NULL AND late_reason <> '')
  ),
  CONSTRAINT registration_checking_has_checker CHECK ((state = 'checking') = (checking_by IS NOT NULL)),
  CONSTRAINT registration_verified_is_signed CHECK (
    (state IN ('verified', 'awaiting-approval', 'approved')) = (verified_by IS NOT NULL)
    AND (verified_by IS NULL) = (verified_at IS NULL)
  ),
  CONSTRAINT registration_sent_is_sealed CHECK (
    (sealed_form IS NOT NULL OR state NOT IN ('awaiting-approval', 'approved'))
    AND (sealed_form IS NULL OR state IN ('verified', 'awaiting-approval', 'approved'))
  ),
  CONSTRAINT registration_approved_is_signed CHECK (
    (state = 'approved') = (approved_by IS NOT NULL) AND (approved_by IS NULL) = (approved_at IS NULL)
  ),
  CONSTRAINT registration_returned_has_reason CHECK (state <> 'returned' OR return_reason IS NOT NULL)
);
CREATE INDEX registration_queue ON registration (unit_id, state, submitted_at);
CREATE INDEX registration_of_year ON registration (year, unit_id);

-- The items of a registration carry the decisions of its one checker and of nobody else: the foreign key holds it, and
-- with it that no approver decided an item. Before another takes the check over, the decisions are opened again.
CREATE TABLE registration_item (
  id TEXT PRIMARY KEY,
  registration_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  position BIGINT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  organiser TEXT NOT NULL,
  starts TEXT NOT NULL,
  ends TEXT NOT NULL,
  answers TEXT NOT NULL,
  applied BIGINT CONSTRAINT item_applied CHECK (applied IS NULL OR applied >= 0),
  decision TEXT NOT NULL CONSTRAINT item_decision CHECK (decision IN ('open', 'accepted', 'changed', 'returned')),
  decision_hours BIGINT CONSTRAINT item_hours CHECK (decision_hours IS NULL OR decision_hours >= 0),
  decision_reason TEXT,
  decided_by TEXT,
  decided_at BIGINT,
  -- When it was handed in as it stands here; none while only its person knows of that.
  told_at BIGINT,
  CONSTRAINT item_of_registration FOREIGN KEY (registration_id, person_id) REFERENCES registration (id, person_id),
  CONSTRAINT item_decided_by_checker FOREIGN KEY (registration_id, decided_by) REFERENCES registration (id, checker),
  CONSTRAINT item_position UNIQUE (registration_id, position),
  CONSTRAINT item_of_person UNIQUE (id, registration_id, person_id),
  CONSTRAINT item_dates CHECK (starts <= ends),
  CONSTRAINT item_not_decided_by_self CHECK (decided_by IS NULL OR decided_by <> person_id),
  CONSTRAINT item_decided CHECK (
    (decision = 'open') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)
  ),
  CONSTRAINT item_decided_is_told CHECK (decision = 'open' OR told_at IS NOT NULL),
  CONSTRAINT item_decision_says_hours CHECK ((decision IN ('accepted', 'changed')) = (decision_hours IS NOT NULL)),
  CONSTRAINT item_decision_says_why CHECK ((decision IN ('changed', 'returned')) = (decision_reason IS NOT NULL))
);

-- What others knew of an item, as facts, before its person or its verifier changed it; superseded when it was handed in again
-- or decided otherwise. Its item may be gone, so it is no foreign key.
CREATE TABLE item_revision (
  registration_id TEXT NOT NULL REFERENCES registration (id),
  item_id TEXT NOT NULL,
  revision BIGINT NOT NULL CONSTRAINT item_revision_number CHECK (revision > 0),
  facts TEXT NOT NULL,
  told_at BIGINT NOT NULL,
  decided_at BIGINT,
  superseded_at BIGINT,
  CONSTRAINT item_revision_order CHECK (superseded_at IS NULL OR superseded_at >= told_at),
  PRIMARY KEY (item_id, revision)
);
CREATE INDEX item_revision_of_registration ON item_revision (registration_id);

CREATE TABLE evidence (
  id TEXT PRIMARY KEY,
  item_id TEXT NOT NULL,
  registration_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  need TEXT NOT NULL,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size_bytes BIGINT NOT NULL CONSTRAINT evidence_size CHECK (size_bytes > 0),
  sha256 TEXT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  CONSTRAINT evidence_of_item_of_person FOREIGN KEY (item_id, registration_id, person_id)
    REFERENCES registration_item (id, registration_id, person_id)
);
CREATE INDEX evidence_of_registration ON evidence (registration_id);
CREATE INDEX evidence_of_item ON evidence (item_id);

-- The text of each pack that a decision was made with, by its hash, the files as a JSON object: programs come and go, and a
-- decision can be judged again as long as its text is there. See docs/adr/0035-the-database-keeps-the-texts-of-packs.md.
CREATE TABLE pack_text (
  hash TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  files TEXT NOT NULL,
  kept_at BIGINT NOT NULL
);

CREATE TABLE kept_decision (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  year BIGINT NOT NULL,
  registration_id TEXT REFERENCES registration (id),
  pack_name TEXT NOT NULL,
  pack_hash TEXT NOT NULL,
  inputs TEXT NOT NULL,
  inputs_hash TEXT NOT NULL,
  result TEXT NOT NULL,
  explanation TEXT NOT NULL,
  explanation_hash TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  -- A decision is superseded once; the chain never forks.
  supersedes TEXT CONSTRAINT kept_decision_supersedes UNIQUE REFERENCES kept_decision (id),
  supersedes_reason TEXT,
  CONSTRAINT kept_decision_says_why CHECK ((supersedes IS NULL) = (supersedes_reason IS NULL)),
  CONSTRAINT kept_decision_of_registration UNIQUE (id, registration_id, person_id)
);
CREATE INDEX kept_decision_of_year ON kept_decision (person_id, year, decided_at);

-- Everybody's year, judged and kept in portions: what all decisions of one portion have in common, and a digest of them.
CREATE TABLE judging (
  number BIGINT PRIMARY KEY,
  year BIGINT NOT NULL CONSTRAINT judging_year CHECK (year BETWEEN 2019 AND 9999),
  pack_name TEXT NOT NULL,
  pack_hash TEXT NOT NULL,
  decisions BIGINT NOT NULL CONSTRAINT judging_some CHECK (decisions > 0),
  digest TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at BIGINT NOT NULL
);

-- Appended: of a person's year the decision of the highest judging stands, and it supersedes the one before it. Written by
-- the million, each row from the rows of its person in the same moment: a foreign key would ask for each person once
-- more, which takes longer than all the rest (docs/adr/0022-everybodys-year-in-one-go.md).
CREATE TABLE year_decision (
  person_id TEXT NOT NULL,
  year BIGINT NOT NULL,
  judging BIGINT NOT NULL,
  inputs_hash TEXT NOT NULL,
  result TEXT NOT NULL,
  explanation_hash TEXT NOT NULL,
  PRIMARY KEY (person_id, year, judging)
);

-- Appended: an approval that the personnel office took back, with the decision that stood until then. It is taken back
-- once, with a reason, and by nobody for themselves.
CREATE TABLE approval_withdrawal (
  decision_id TEXT PRIMARY KEY,
  registration_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  withdrawn_by TEXT NOT NULL,
  withdrawn_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  CONSTRAINT approval_withdrawal_of_registration FOREIGN KEY (registration_id, person_id)
    REFERENCES registration (id, person_id),
  -- The decision of this very registration, and of nobody else.
  CONSTRAINT approval_withdrawal_of_decision FOREIGN KEY (decision_id, registration_id, person_id)
    REFERENCES kept_decision (id, registration_id, person_id),
  CONSTRAINT approval_withdrawal_not_by_self CHECK (withdrawn_by <> person_id),
  CONSTRAINT approval_withdrawal_says_why CHECK (reason <> '')
);
CREATE INDEX approval_withdrawal_by_registration ON approval_withdrawal (registration_id, withdrawn_at);

CREATE TABLE certificate (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL CONSTRAINT certificate_number UNIQUE,
  kind TEXT NOT NULL CONSTRAINT certificate_kind CHECK (kind IN ('public-exam', 'annual')),
  person_id TEXT NOT NULL REFERENCES person (id),
  holder TEXT NOT NULL,
  year BIGINT NOT NULL,
  -- The registration on whose approval it rests, and the state that keeps it in force: while it holds, the foreign key
  -- lets nobody take the approval back.
  registration_id TEXT,
  rests_on_state TEXT,
  statement TEXT NOT NULL,
  pack_name TEXT NOT NULL,
  pack_hash TEXT NOT NULL,
  issued_at BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  document_id TEXT NOT NULL REFERENCES document (id),
  revoked_at BIGINT,
  revoked_reason TEXT,
  released_at BIGINT,
  released_by TEXT,
  release_reason TEXT,
  CONSTRAINT certificate_of_registration FOREIGN KEY (registration_id, person_id) REFERENCES registration (id, person_id),
  CONSTRAINT certificate_rests_on_approval FOREIGN KEY (registration_id, rests_on_state)
    REFERENCES registration (id, state),
  CONSTRAINT certificate_annual_has_registration CHECK ((kind = 'annual') = (registration_id IS NOT NULL)),
  CONSTRAINT certificate_holds_while_approved CHECK (
    (kind = 'annual' AND revoked_at IS NULL) = (rests_on_state IS NOT NULL)
    AND (rests_on_state IS NULL OR rests_on_state = 'approved')
  ),
  CONSTRAINT certificate_revocation CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL)),
  CONSTRAINT certificate_release CHECK (
    (released_at IS NULL) = (released_by IS NULL) AND (released_at IS NULL) = (release_reason IS NULL)
    AND (released_at IS NULL OR revoked_at IS NOT NULL)
  ),
  CONSTRAINT certificate_not_released_by_self CHECK (released_by IS NULL OR released_by <> person_id)
);
-- One is in force, and a revoked one keeps its place until somebody lets another be issued.
CREATE UNIQUE INDEX certificate_one_in_force ON certificate (person_id, year, kind) WHERE released_at IS NULL;
CREATE INDEX certificate_of_person ON certificate (person_id);

-- Checks of certificates are counted by the day: strangers cause them, so they may not cost a row each.
CREATE TABLE certificate_check (
  certificate_id TEXT NOT NULL REFERENCES certificate (id),
  day TEXT NOT NULL,
  checks BIGINT NOT NULL CONSTRAINT certificate_check_some CHECK (checks > 0),
  last_at BIGINT NOT NULL,
  PRIMARY KEY (certificate_id, day)
);

CREATE TABLE idempotency (
  key TEXT PRIMARY KEY,
  -- What was sent under the key, so that the same key with other content is told apart from a repetition.
  request TEXT NOT NULL,
  actor TEXT NOT NULL,
  outcome TEXT,
  claimed_at BIGINT NOT NULL
);
CREATE INDEX idempotency_by_age ON idempotency (claimed_at);

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);

CREATE TABLE audit_head (
  id BIGINT PRIMARY KEY CONSTRAINT audit_head_single CHECK (id = 1),
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE audit_event (
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  name TEXT NOT NULL,
  subject TEXT NOT NULL,
  sentence TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX audit_event_of_subject ON audit_event (subject, seq);
CREATE INDEX audit_event_of_name ON audit_event (name, seq);

-- Before a file is removed somebody asks whether a row names it.
CREATE INDEX evidence_of_content ON evidence (sha256);
CREATE INDEX document_of_path ON document (path);

-- Article 3: what is settled for the public subjects of a year. Appended: the newest revision counts.
CREATE TABLE training_year (
  year BIGINT NOT NULL CONSTRAINT training_year_year CHECK (year BETWEEN 2019 AND 9999),
  revision BIGINT NOT NULL CONSTRAINT training_year_revision CHECK (revision > 0),
  theme TEXT NOT NULL,
  notice TEXT NOT NULL,
  -- The values that another notice sets, as JSON.
  notices TEXT NOT NULL,
  study_hours BIGINT NOT NULL CONSTRAINT training_year_study CHECK (study_hours >= 0),
  exam_hours BIGINT NOT NULL CONSTRAINT training_year_exam CHECK (exam_hours >= 0),
  opens TEXT NOT NULL,
  closes TEXT NOT NULL,
  -- Past years that can be made up for meanwhile, and until when, as JSON; null when there are none.
  past_years TEXT NOT NULL,
  -- How the examination goes, as JSON.
  exam TEXT NOT NULL,
  settled_by TEXT NOT NULL,
  settled_at BIGINT NOT NULL,
  PRIMARY KEY (year, revision),
  CONSTRAINT training_year_window CHECK (opens <= closes)
);

CREATE TABLE course (
  id TEXT PRIMARY KEY,
  year BIGINT NOT NULL,
  title TEXT NOT NULL,
  is_required BIGINT NOT NULL CONSTRAINT course_required CHECK (is_required IN (0, 1)),
  added_at BIGINT NOT NULL,
  published_at BIGINT,
  -- What an elective counts, and the notice that sets it. The required course counts what its year says.
  hours BIGINT CONSTRAINT course_hours CHECK (hours > 0),
  notice TEXT,
  CONSTRAINT course_hours_noticed CHECK ((hours IS NULL) = (notice IS NULL)),
  CONSTRAINT course_required_hours CHECK (is_required = 0 OR hours IS NULL),
  CONSTRAINT course_elective_published CHECK (is_required = 1 OR published_at IS NULL OR hours IS NOT NULL)
);
CREATE UNIQUE INDEX course_one_required ON course (year) WHERE is_required = 1;

CREATE TABLE lesson (
  id TEXT PRIMARY KEY,
  course_id TEXT NOT NULL REFERENCES course (id),
  position BIGINT NOT NULL,
  chapter TEXT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL CONSTRAINT lesson_kind CHECK (kind IN ('video', 'document', 'page', 'package')),
  -- Milliseconds that count when the whole lesson is watched or read.
  length BIGINT NOT NULL CONSTRAINT lesson_length CHECK (length BETWEEN 1 AND 86400000),
  -- The text of a page, or the path of the stored file, of a package that of its folder.
  content TEXT NOT NULL,
  -- Where a package begins, inside its folder.
  launch TEXT,
  -- Whether the length was read from the file, as that of most films is; nobody corrects it then.
  is_measured BIGINT NOT NULL CONSTRAINT lesson_is_measured CHECK (is_measured IN (0, 1)),
  -- Since when it is not shown and not asked for any more; what was earned in it stays.
  withdrawn_at BIGINT,
  CONSTRAINT lesson_launch CHECK ((kind = 'package') = (launch IS NOT NULL)),
  CONSTRAINT lesson_measured CHECK (is_measured = 0 OR kind = 'video'),
  CONSTRAINT lesson_position UNIQUE (course_id, position)
);

-- Files that come with a lesson, for its learners to keep.
CREATE TABLE lesson_attachment (
  id TEXT PRIMARY KEY,
  lesson_id TEXT NOT NULL REFERENCES lesson (id),
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size_bytes BIGINT NOT NULL CONSTRAINT lesson_attachment_size CHECK (size_bytes > 0),
  sha256 TEXT NOT NULL,
  added_at BIGINT NOT NULL
);
CREATE INDEX lesson_attachment_of_lesson ON lesson_attachment (lesson_id);
CREATE INDEX lesson_attachment_of_content ON lesson_attachment (sha256);

-- What is said in a film, for whoever cannot hear it: WebVTT.
CREATE TABLE lesson_captions (
  lesson_id TEXT PRIMARY KEY REFERENCES lesson (id),
  file_name TEXT NOT NULL,
  text TEXT NOT NULL CONSTRAINT lesson_captions_some CHECK (text <> ''),
  added_at BIGINT NOT NULL
);

-- One active lesson a person: opening another gives a new ticket, and the old one earns nothing any more.
CREATE TABLE lesson_ticket (
  person_id TEXT PRIMARY KEY REFERENCES person (id),
  id TEXT NOT NULL CONSTRAINT lesson_ticket_id UNIQUE,
  lesson_id TEXT NOT NULL REFERENCES lesson (id),
  beats BIGINT NOT NULL,
  heard_at BIGINT NOT NULL,
  -- Milliseconds of the time until then that no beat has needed yet.
  spare BIGINT NOT NULL CONSTRAINT lesson_ticket_spare CHECK (spare >= 0),
  -- When and why it was ended by what its page does not know: what is earned under it since is not written.
  ended_at BIGINT,
  ended_by TEXT CONSTRAINT lesson_ticket_ended_by CHECK (ended_by IN ('granted', 'made-up', 'changed')),
  CONSTRAINT lesson_ticket_ended CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);

-- Which stretches of a lesson somebody has been through. A make-up begins a new round.
CREATE TABLE lesson_progress (
  person_id TEXT NOT NULL REFERENCES person (id),
  lesson_id TEXT NOT NULL REFERENCES lesson (id),
  round BIGINT NOT NULL CONSTRAINT lesson_progress_round CHECK (round >= 0),
  watched TEXT NOT NULL,
  credited BIGINT NOT NULL CONSTRAINT lesson_progress_credited CHECK (credited >= 0),
  place BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, lesson_id, round)
);
-- How far everybody is in a course.
CREATE INDEX lesson_progress_of_lesson ON lesson_progress (lesson_id);

-- What a package said last of a learner, to be given back to it. It grants no time. That it once said it was gone through
-- stays, whatever it says later.
CREATE TABLE lesson_bookmark (
  person_id TEXT NOT NULL REFERENCES person (id),
  lesson_id TEXT NOT NULL REFERENCES lesson (id),
  round BIGINT NOT NULL CONSTRAINT lesson_bookmark_round CHECK (round >= 0),
  status TEXT NOT NULL CONSTRAINT lesson_bookmark_status
    CHECK (status IN ('not attempted', 'incomplete', 'browsed', 'failed', 'completed', 'passed')),
  location TEXT NOT NULL,
  suspend_data TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  completed_at BIGINT,
  PRIMARY KEY (person_id, lesson_id, round)
);

-- What did not count, summed by reason, so that the learner reads it.
CREATE TABLE lesson_uncounted (
  person_id TEXT NOT NULL REFERENCES person (id),
  lesson_id TEXT NOT NULL REFERENCES lesson (id),
  reason TEXT NOT NULL,
  total BIGINT NOT NULL CONSTRAINT lesson_uncounted_some CHECK (total > 0),
  last_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, lesson_id, reason)
);

-- What is held to be false of an approved registration (article 13). One item at a time is under discussion.
CREATE TABLE finding (
  id TEXT PRIMARY KEY,
  registration_id TEXT NOT NULL REFERENCES registration (id),
  person_id TEXT NOT NULL REFERENCES person (id),
  item_id TEXT NOT NULL,
  title TEXT NOT NULL,
  suspicion TEXT NOT NULL,
  notified_by TEXT NOT NULL REFERENCES person (id),
  notified_at BIGINT NOT NULL,
  reply_until TEXT NOT NULL,
  reply TEXT,
  replied_at BIGINT,
  is_false BIGINT,
  ruling TEXT,
  ruled_by TEXT REFERENCES person (id),
  ruled_at BIGINT,
  number TEXT,
  appeal_until TEXT,
  entry_until TEXT,
  is_blacklisted BIGINT,
  appeal TEXT,
  appealed_at BIGINT,
  is_upheld BIGINT,
  appeal_ruling TEXT,
  appeal_ruled_by TEXT REFERENCES person (id),
  appeal_ruled_at BIGINT,
  -- What keeps two clerks from answering each other unseen.
  revision BIGINT NOT NULL,
  CONSTRAINT finding_reply CHECK ((reply IS NULL) = (replied_at IS NULL)),
  CONSTRAINT finding_ruling CHECK (
    (is_false IS NULL) = (ruling IS NULL) AND (is_false IS NULL) = (ruled_by IS NULL)
    AND (is_false IS NULL) = (ruled_at IS NULL) AND (is_false IS NULL OR is_false IN (0, 1))
  ),
  CONSTRAINT finding_consequences CHECK (
    (number IS NULL) = (appeal_until IS NULL) AND (number IS NULL) = (entry_until IS NULL)
    AND (number IS NULL) = (is_blacklisted IS NULL) AND (number IS NOT NULL) = (is_false IS NOT NULL AND is_false = 1)
  ),
  CONSTRAINT finding_appeal CHECK (
    (appeal IS NULL) = (appealed_at IS NULL) AND (appeal IS NULL OR number IS NOT NULL)
  ),
  CONSTRAINT finding_appeal_ruling CHECK (
    (is_upheld IS NULL) = (appeal_ruling IS NULL) AND (is_upheld IS NULL) = (appeal_ruled_by IS NULL)
    AND (is_upheld IS NULL) = (appeal_ruled_at IS NULL) AND (is_upheld IS NULL OR appeal IS NOT NULL)
  ),
  CONSTRAINT finding_not_own CHECK (
    notified_by <> person_id AND (ruled_by IS NULL OR ruled_by <> person_id)
    AND (appeal_ruled_by IS NULL OR appeal_ruled_by <> person_id)
  ),
  CONSTRAINT finding_two_deciders CHECK (appeal_ruled_by IS NULL OR appeal_ruled_by <> ruled_by)
);
CREATE INDEX finding_of_person ON finding (person_id);
CREATE INDEX finding_of_registration ON finding (registration_id);
-- Another can be made once the last one was not upheld.
CREATE UNIQUE INDEX finding_one_of_item ON finding (item_id)
  WHERE (is_false IS NULL OR is_false = 1) AND (is_upheld IS NULL OR is_upheld = 1);

CREATE TABLE lesson_dispute (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  lesson_id TEXT NOT NULL REFERENCES lesson (id),
  reason TEXT NOT NULL,
  raised_at BIGINT NOT NULL,
  answer TEXT,
  answered_by TEXT REFERENCES person (id),
  answered_at BIGINT,
  -- What the answer let count: a stretch in milliseconds, in which round, and how many of them were new.
  granted_from BIGINT,
  granted_to BIGINT,
  granted_round BIGINT,
  granted_fresh BIGINT,
  CONSTRAINT lesson_dispute_answered CHECK ((answer IS NULL) = (answered_at IS NULL)),
  CONSTRAINT lesson_dispute_granted CHECK (
    (granted_from IS NULL) = (granted_to IS NULL) AND (granted_from IS NULL) = (granted_round IS NULL)
    AND (granted_from IS NULL) = (granted_fresh IS NULL)
    AND (granted_from IS NULL OR (answer IS NOT NULL AND granted_from >= 0 AND granted_round >= 0
      AND granted_fresh BETWEEN 1 AND granted_to - granted_from))
  ),
  CONSTRAINT lesson_dispute_not_own CHECK (answered_by IS NULL OR answered_by <> person_id)
);

-- Who has studied the required course of a year, and in which round.
CREATE TABLE study (
  person_id TEXT NOT NULL REFERENCES person (id),
  year BIGINT NOT NULL,
  round BIGINT NOT NULL,
  completed_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, year, round)
);

-- Who has studied an elective. Its hours are posted once, whatever becomes of the course.
CREATE TABLE elective_study (
  person_id TEXT NOT NULL REFERENCES person (id),
  course_id TEXT NOT NULL REFERENCES course (id),
  completed_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, course_id)
);
CREATE INDEX elective_study_of_course ON elective_study (course_id);

CREATE TABLE question (
  id TEXT PRIMARY KEY,
  year BIGINT NOT NULL,
  added_at BIGINT NOT NULL,
  retired_at BIGINT
);
CREATE INDEX question_of_year ON question (year);

-- A version is never changed, only followed by the next: a paper keeps asking what it asked.
CREATE TABLE question_version (
  question_id TEXT NOT NULL REFERENCES question (id),
  version BIGINT NOT NULL CONSTRAINT question_version_number CHECK (version > 0),
  form TEXT NOT NULL CONSTRAINT question_version_form CHECK (form IN ('single', 'multiple', 'true-false')),
  stem TEXT NOT NULL,
  options TEXT NOT NULL,
  right_options BIGINT NOT NULL CONSTRAINT question_version_right CHECK (right_options BETWEEN 1 AND 255),
  explanation TEXT NOT NULL,
  chapter TEXT NOT NULL,
  difficulty BIGINT NOT NULL CONSTRAINT question_version_difficulty CHECK (difficulty BETWEEN 1 AND 5),
  added_at BIGINT NOT NULL,
  PRIMARY KEY (question_id, version)
);

-- Counts up whenever the papers of a year have to be drawn from something else: its bank, or its mix. None counts as 0.
CREATE TABLE exam_edition (
  year BIGINT PRIMARY KEY,
  edition BIGINT NOT NULL CONSTRAINT exam_edition_number CHECK (edition > 0)
);

-- Papers are drawn before their attempt begins, so that beginning reads one row. One of an older edition is drawn anew, as
-- long as nobody has begun it.
CREATE TABLE exam_paper (
  person_id TEXT NOT NULL REFERENCES person (id),
  year BIGINT NOT NULL,
  number BIGINT NOT NULL CONSTRAINT exam_paper_number CHECK (number > 0),
  edition BIGINT NOT NULL CONSTRAINT exam_paper_edition CHECK (edition >= 0),
  paper TEXT NOT NULL,
  drawn_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, year, number)
);

CREATE TABLE exam_attempt (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL,
  year BIGINT NOT NULL,
  number BIGINT NOT NULL,
  questions BIGINT NOT NULL CONSTRAINT exam_attempt_questions CHECK (questions > 0),
  pass_mark BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  "window" BIGINT NOT NULL CONSTRAINT exam_attempt_window CHECK ("window" > 0),
  ended_at BIGINT,
  ended_by_person BIGINT CONSTRAINT exam_attempt_by_person CHECK (ended_by_person IS NULL OR ended_by_person IN (0, 1)),
  points BIGINT CONSTRAINT exam_attempt_points CHECK (points IS NULL OR points BETWEEN 0 AND 100),
  passed BIGINT CONSTRAINT exam_attempt_passed CHECK (passed IS NULL OR passed IN (0, 1)),
  CONSTRAINT exam_attempt_of_paper FOREIGN KEY (person_id, year, number) REFERENCES exam_paper (person_id, year, number),
  CONSTRAINT exam_attempt_one_a_number UNIQUE (person_id, year, number),
  CONSTRAINT exam_attempt_span CHECK (started_at < ends_at),
  CONSTRAINT exam_attempt_ended CHECK (
    (ended_at IS NULL) = (points IS NULL) AND (ended_at IS NULL) = (passed IS NULL)
    AND (ended_at IS NULL) = (ended_by_person IS NULL)
  )
);
CREATE UNIQUE INDEX exam_attempt_one_running ON exam_attempt (person_id, year) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX exam_attempt_one_passed ON exam_attempt (person_id, year) WHERE passed = 1;
CREATE INDEX exam_attempt_by_end ON exam_attempt (ended_at, ends_at);

-- Every answer that was kept, as it came; never changed. Of those to one question the last of the last window counts.
CREATE TABLE exam_answer (
  attempt_id TEXT NOT NULL REFERENCES exam_attempt (id),
  "window" BIGINT NOT NULL,
  number BIGINT NOT NULL,
  place BIGINT NOT NULL,
  chosen BIGINT NOT NULL CONSTRAINT exam_answer_chosen CHECK (chosen BETWEEN 0 AND 255),
  at BIGINT NOT NULL,
  PRIMARY KEY (attempt_id, "window", number)
);

-- Answers that were not kept, each told to whoever gave it.
CREATE TABLE exam_answer_refused (
  attempt_id TEXT NOT NULL REFERENCES exam_attempt (id),
  "window" BIGINT NOT NULL,
  number BIGINT NOT NULL,
  place BIGINT NOT NULL,
  chosen BIGINT NOT NULL,
  reason TEXT NOT NULL,
  first_at BIGINT NOT NULL,
  times BIGINT NOT NULL CONSTRAINT exam_answer_refused_times CHECK (times > 0),
  PRIMARY KEY (attempt_id, "window", number, place, chosen)
);

-- Article 3: after the last attempt support grants make-up study and one attempt more.
CREATE TABLE make_up (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  year BIGINT NOT NULL,
  -- The first, the second, …: two who grant at once do not both open one.
  ordinal BIGINT NOT NULL CONSTRAINT make_up_ordinal CHECK (ordinal > 0),
  granted_by TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  CONSTRAINT make_up_one_an_ordinal UNIQUE (person_id, year, ordinal),
  CONSTRAINT make_up_not_own CHECK (granted_by <> person_id)
);

-- Whoever used up their attempts asks support for it; it ends with a grant or with a reason against it.
CREATE TABLE make_up_request (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  year BIGINT NOT NULL,
  reason TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  closed_at BIGINT,
  closed_by TEXT REFERENCES person (id),
  make_up_id TEXT REFERENCES make_up (id),
  refusal TEXT,
  CONSTRAINT make_up_request_closed CHECK (
    (closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (make_up_id IS NULL AND refusal IS NULL)
    AND (make_up_id IS NULL OR refusal IS NULL)
  ),
  CONSTRAINT make_up_request_not_own CHECK (closed_by IS NULL OR closed_by <> person_id)
);
CREATE UNIQUE INDEX make_up_request_one_open ON make_up_request (person_id, year) WHERE closed_at IS NULL;
CREATE INDEX make_up_request_of_person ON make_up_request (person_id, year);
