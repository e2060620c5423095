-- What is on record about people and units, and who of an office has taken a task on.

create table attestation (
  num         integer primary key,
  part        integer not null default 0,
  id          text not null unique constraint attestation_id check (length(id) = 32),
  about       text not null constraint attestation_about check (about <> ''),
  kind        text not null constraint attestation_kind check (kind <> ''),
  evidence    text not null constraint attestation_evidence check (evidence <> ''),
  starts      integer not null,
  ends        integer not null constraint attestation_ends check (ends > starts),
  recorded_by text not null,
  withdrawn   integer
) strict;
create index attestation_about on attestation (about, num);
create index attestation_of_kind on attestation (kind, num);

alter table task add column claimed_by text not null default '';
