#!/bin/bash
# Makes the two databases with a role each, neither of which may enter the other's. PostgreSQL's image runs it once.
set -euo pipefail

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v newsroom="$NEWSROOM_PASSWORD" -v readers="$READERS_PASSWORD" <<'SQL'
CREATE ROLE newsroom LOGIN PASSWORD :'newsroom';
CREATE ROLE readers LOGIN PASSWORD :'readers';
CREATE DATABASE newsroom OWNER newsroom;
CREATE DATABASE readers OWNER readers;
REVOKE ALL ON DATABASE newsroom FROM PUBLIC;
REVOKE ALL ON DATABASE readers FROM PUBLIC;
SQL
