-- What is on record about people and units, and who of an office has taken a task on.

create table attestation (
  num         bigint generated always as identity primary key,
  part        bigint not null default 0,
  id          text collate "C" not null unique constraint attestation_id check (length(id) = 32),
  about       text collate "C" not null constraint attestation_about check (about <> ''),
  kind        text collate "C" not null constraint attestation_kind check (kind <> ''),
  evidence    text collate "C" not null constraint attestation_evidence check (evidence <> ''),
  starts      bigint not null,
  ends        bigint not null constraint attestation_ends check (ends > starts),
  recorded_by text collate "C" not null,
  withdrawn   bigint
);
create index attestation_about on attestation (about, num);
create index attestation_of_kind on attestation (kind, num);

alter table task add column claimed_by text collate "C" not null default '';
