-- The databases and the roles of a paper on PostgreSQL 15 or newer. Once, as the server's administrator:
--
--   psql -v newsroom="'…'" -v readers="'…'" -v runner="'…'" -f deploy/postgres/paper.sql postgres
--
-- with a password of its own for each. Then the paper's machines are told (docs/how-to/run-several-nodes.md):
--
--   desk and press   HARKARA_DATABASE=postgresql://newsroom:…@db.lan/newsroom
--                    HARKARA_READERS_DATABASE=postgresql://readers:…@db.lan/readers
--   each node        HARKARA_READERS_DATABASE=postgresql://readers:…@db.lan/readers
--                    HARKARA_WAKE=postgresql://runner:…@db.lan/newsroom
--   the wire         HARKARA_DATABASE alone
--
-- Who holds a node's two addresses can read what readers said, and nothing of the newsroom: the role `readers` may not enter
-- its database, the role `runner` may enter it and read none of its tables. It may LISTEN (and, as everybody in PostgreSQL who
-- may enter a database, NOTIFY, which wakes runners in vain). In pg_hba.conf let each role in from its machines alone, by TLS
-- (hostssl … scram-sha-256).
--
-- Text is UTF-8. Letters are those of C.UTF-8, so that ILIKE knows more than ASCII; the order is that of the code points (C),
-- which every index can use: the paper sorts Bangla by itself.

\set ON_ERROR_STOP on

CREATE ROLE newsroom LOGIN PASSWORD :newsroom NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE readers LOGIN PASSWORD :readers NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE runner LOGIN PASSWORD :runner NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 64;

CREATE DATABASE newsroom OWNER newsroom TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
CREATE DATABASE readers OWNER readers TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';

-- Nobody enters a database of the paper, or this one, who was not let in.
REVOKE ALL ON DATABASE newsroom, readers, postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE newsroom TO runner;

\connect newsroom
REVOKE ALL ON SCHEMA public FROM PUBLIC;

\connect readers
REVOKE ALL ON SCHEMA public FROM PUBLIC;
