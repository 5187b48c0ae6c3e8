-- What a request sent under its key, so that the same key with other content is told apart from a repetition.
ALTER TABLE idempotency ADD COLUMN request TEXT NOT NULL DEFAULT '';

-- Checks of certificates are counted by the day: strangers cause them, so they may not cost a row each.
DROP TABLE certificate_check;
CREATE TABLE certificate_check (
  certificate_id TEXT NOT NULL REFERENCES certificate (id),
  day TEXT NOT NULL,
  checks BIGINT NOT NULL CONSTRAINT certificate_check_some CHECK (checks > 0),
  last_at BIGINT NOT NULL,
  PRIMARY KEY (certificate_id, day)
);

-- Before a file is removed somebody asks whether a row names it.
CREATE INDEX evidence_of_content ON evidence (sha256);
CREATE INDEX document_of_path ON document (path);
