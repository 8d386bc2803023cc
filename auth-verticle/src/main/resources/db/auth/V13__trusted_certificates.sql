-- Roots, and certificates below them, by which contract certificates are verified.
create table trusted_certificate (
  fingerprint text collate "C" primary key,
  certificate_use text not null,
  certificate text not null,
  created_at timestamptz not null
);
