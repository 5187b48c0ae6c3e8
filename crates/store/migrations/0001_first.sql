-- The whole schema in one text for SQLite and PostgreSQL: TEXT and BIGINT only. Moments are Unix milliseconds in UTC,
-- civil dates are YYYY-MM-DD, hours are hundredths, identifiers are hyphenated UUIDs, yes and no are 1 and 0.

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
  category TEXT NOT NULL,
  declares_title_next_year BIGINT NOT NULL,
  confirmation_only BIGINT NOT NULL,
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

CREATE TABLE role_grant (
  person_id TEXT NOT NULL REFERENCES person (id),
  role TEXT NOT NULL,
  -- Empty for the institution as a whole, so that the key also holds there.
  unit_id TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, role, unit_id)
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

CREATE TABLE public_result (
  person_id TEXT NOT NULL REFERENCES person (id),
  year BIGINT NOT NULL,
  course TEXT NOT NULL,
  study BIGINT NOT NULL,
  exam_passed BIGINT NOT NULL,
  score BIGINT,
  attempts BIGINT NOT NULL,
  hours BIGINT NOT NULL CONSTRAINT public_result_hours CHECK (hours >= 0),
  source TEXT NOT NULL,
  sat_at TEXT,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, year, course)
);
CREATE INDEX public_result_of_year ON public_result (year);

CREATE TABLE document (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
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
  year BIGINT NOT NULL,
  state TEXT NOT NULL CONSTRAINT registration_state CHECK (
    state IN ('draft', 'submitted', 'checking', 'verified', 'awaiting-approval', 'approved', 'returned')
  ),
  version BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  declared_at BIGINT,
  submitted_at BIGINT,
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
  CONSTRAINT registration_one_a_year UNIQUE (person_id, year),
  CONSTRAINT registration_not_checked_by_self CHECK (checking_by IS NULL OR checking_by <> person_id),
  CONSTRAINT registration_not_verified_by_self CHECK (verified_by IS NULL OR verified_by <> person_id),
  CONSTRAINT registration_not_approved_by_self CHECK (approved_by IS NULL OR approved_by <> person_id),
  CONSTRAINT registration_two_deciders CHECK (approved_by IS NULL OR verified_by IS NULL OR approved_by <> verified_by),
  CONSTRAINT registration_approved_is_signed CHECK (
    state <> 'approved' OR (approved_by IS NOT NULL AND approved_at IS NOT NULL AND verified_by IS NOT NULL)
  ),
  CONSTRAINT registration_submitted_is_declared CHECK (state IN ('draft', 'returned') OR declared_at IS NOT NULL)
);
CREATE INDEX registration_queue ON registration (unit_id, state, submitted_at);
CREATE INDEX registration_of_year ON registration (year, unit_id);

CREATE TABLE registration_item (
  id TEXT PRIMARY KEY,
  registration_id TEXT NOT NULL REFERENCES registration (id),
  position BIGINT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  organiser TEXT NOT NULL,
  starts TEXT NOT NULL,
  ends TEXT NOT NULL,
  answers TEXT NOT NULL,
  applied BIGINT,
  decision TEXT NOT NULL CONSTRAINT item_decision CHECK (decision IN ('open', 'accepted', 'changed', 'returned')),
  decision_hours BIGINT CONSTRAINT item_hours CHECK (decision_hours IS NULL OR decision_hours >= 0),
  decision_reason TEXT,
  decided_by TEXT REFERENCES person (id),
  decided_at BIGINT,
  CONSTRAINT item_position UNIQUE (registration_id, position),
  CONSTRAINT item_dates CHECK (starts <= ends),
  CONSTRAINT item_decided CHECK (decision = 'open' OR decided_by IS NOT NULL)
);

CREATE TABLE evidence (
  id TEXT PRIMARY KEY,
  item_id TEXT NOT NULL REFERENCES registration_item (id),
  registration_id TEXT NOT NULL REFERENCES registration (id),
  need TEXT NOT NULL,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size_bytes BIGINT NOT NULL CONSTRAINT evidence_size CHECK (size_bytes > 0),
  sha256 TEXT NOT NULL,
  uploaded_at BIGINT NOT NULL
);
CREATE INDEX evidence_of_registration ON evidence (registration_id);
CREATE INDEX evidence_of_item ON evidence (item_id);

CREATE TABLE kept_decision (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  year BIGINT NOT NULL,
  registration_id TEXT REFERENCES registration (id),
  pack_name TEXT NOT NULL,
  pack_hash TEXT NOT NULL,
  inputs_hash TEXT NOT NULL,
  result TEXT NOT NULL,
  explanation TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  -- A decision is superseded once; the chain never forks.
  supersedes TEXT CONSTRAINT kept_decision_supersedes UNIQUE REFERENCES kept_decision (id)
);
CREATE INDEX kept_decision_of_year ON kept_decision (person_id, year, decided_at);

CREATE TABLE certificate (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL CONSTRAINT certificate_number UNIQUE,
  kind TEXT NOT NULL CONSTRAINT certificate_kind CHECK (kind IN ('public-exam', 'annual')),
  person_id TEXT NOT NULL REFERENCES person (id),
  holder TEXT NOT NULL,
  year BIGINT NOT NULL,
  statement TEXT NOT NULL,
  pack_name TEXT NOT NULL,
  pack_hash TEXT NOT NULL,
  issued_at BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  document_id TEXT NOT NULL REFERENCES document (id),
  revoked_at BIGINT,
  revoked_reason TEXT,
  CONSTRAINT certificate_revocation CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
);
CREATE UNIQUE INDEX certificate_one_in_force ON certificate (person_id, year, kind) WHERE revoked_at IS NULL;
CREATE INDEX certificate_of_person ON certificate (person_id);

CREATE TABLE certificate_check (
  certificate_id TEXT NOT NULL REFERENCES certificate (id),
  checked_at BIGINT NOT NULL
);
CREATE INDEX certificate_check_of ON certificate_check (certificate_id);

CREATE TABLE idempotency (
  key TEXT PRIMARY KEY,
  actor TEXT NOT NULL,
  outcome TEXT,
  claimed_at BIGINT NOT NULL
);

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
