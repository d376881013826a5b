-- A database with what real ones have and naive copies lose; run by "postgres fill", as superuser, into any database.
-- psql -v rows=2000 sets its size. The content is the same every time.

\set ON_ERROR_STOP on
\if :{?rows}
\else
\set rows 2000
\endif
SET client_min_messages = warning;
SET client_encoding = 'UTF8';
SET timezone = 'UTC';

-- Roles belong to the whole server: made only where they are missing, with passwords, attributes, settings, memberships.

SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY[
    'mssante_app', 'équipe soins', 'lecteur d''exploitation', 'Rôle "cité" 🩺'
]) AS name WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

ALTER ROLE mssante_app LOGIN PASSWORD 'mot de passe d''application' CONNECTION LIMIT 50;
ALTER ROLE "équipe soins" NOLOGIN INHERIT;
ALTER ROLE "lecteur d'exploitation" LOGIN PASSWORD 'p@ss "double" \ barre' VALID UNTIL '2037-12-31 23:59:59+00';
ALTER ROLE "Rôle ""cité"" 🩺" LOGIN CREATEDB NOINHERIT PASSWORD 'é🏥 $dollar$';
ALTER ROLE mssante_app SET statement_timeout = '5min';
ALTER ROLE mssante_app SET search_path = messagerie, public;
GRANT "équipe soins" TO mssante_app;
GRANT "équipe soins" TO "lecteur d'exploitation" WITH ADMIN OPTION;
GRANT pg_read_all_data TO "lecteur d'exploitation";
COMMENT ON ROLE "équipe soins" IS 'Groupe des soignants : lecture seule';

-- The database's own settings, rights and comment.

SELECT current_database() AS database \gset
ALTER DATABASE :"database" SET timezone = 'Europe/Paris';
ALTER DATABASE :"database" SET default_statistics_target = 50;
ALTER ROLE mssante_app IN DATABASE :"database" SET work_mem = '8MB';
COMMENT ON DATABASE :"database" IS 'Base de l''opérateur : utilisateurs, boîtes, journaux';
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO mssante_app, "lecteur d'exploitation";

BEGIN;

CREATE EXTENSION pg_trgm;
CREATE EXTENSION "uuid-ossp";
CREATE EXTENSION citext;
CREATE EXTENSION btree_gist;

CREATE SCHEMA messagerie AUTHORIZATION mssante_app;
CREATE SCHEMA "Archives d'été ""2024""";
GRANT USAGE ON SCHEMA messagerie TO "équipe soins";
ALTER DEFAULT PRIVILEGES IN SCHEMA messagerie GRANT SELECT ON TABLES TO "équipe soins";
ALTER DEFAULT PRIVILEGES FOR ROLE mssante_app IN SCHEMA messagerie GRANT USAGE ON SEQUENCES TO "équipe soins";
ALTER DEFAULT PRIVILEGES FOR ROLE mssante_app REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TYPE statut AS ENUM ('actif', 'suspendu', 'fermé', 'à vérifier');
CREATE DOMAIN rpps AS text CHECK (VALUE ~ '^[0-9]{11}$');
CREATE TYPE messagerie.adresse AS (rue text, ville text, "code postal" text);
CREATE COLLATION "français" (provider = icu, locale = 'fr-FR');

-- Generated and identity columns, odd values, a trigram index, a foreign key with an action.

CREATE FUNCTION public.sans_accents(texte text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$corps$ SELECT translate(lower(texte), 'éèêëàâîïôùûç', 'eeeeaaiiouuc') $corps$;

CREATE TABLE utilisateurs (
    id bigint GENERATED ALWAYS AS IDENTITY (START 1000 INCREMENT 3) PRIMARY KEY,
    numero rpps NOT NULL UNIQUE,
    email citext NOT NULL UNIQUE,
    nom text NOT NULL COLLATE "français",
    prenom text NOT NULL,
    nom_complet text GENERATED ALWAYS AS (prenom || ' ' || nom) STORED,
    recherche text GENERATED ALWAYS AS (public.sans_accents(prenom || ' ' || nom)) STORED,
    etat statut NOT NULL DEFAULT 'actif',
    domicile messagerie.adresse,
    mots text[] NOT NULL DEFAULT '{}',
    fiche jsonb,
    empreinte bytea,
    solde numeric,
    cree timestamptz NOT NULL,
    photo oid
);
INSERT INTO utilisateurs (numero, email, nom, prenom, etat, domicile, mots, fiche, empreinte, solde, cree)
SELECT (10000000000 + i)::text,
       'medecin' || i || '@domain.example',
       (ARRAY['Lefèvre', 'O''Connor', 'D''Hôpital', 'Nguyễn', 'Müller', E'Retour\nligne', E'Tab\tulation', '\.'])[i % 8 + 1],
       (ARRAY['Zoé', 'Anaïs', 'Loïc', 'Jean "Jeannot"', 'François', '李', '🩺', ''])[(i / 8) % 8 + 1],
       (enum_range(NULL::statut))[i % 4 + 1],
       ROW('1, rue de l''Église', 'Châteauroux, "centre"', lpad((i % 95000)::text, 5, '0'))::messagerie.adresse,
       ARRAY['a,b', '{', 'NULL', NULL, i::text],
       jsonb_build_object('rang', i, 'note', repeat('é', i % 50), 'vide', NULL, 'chemin', 'C:\temp\' || i),
       decode(md5(i::text) || '00ff0d0a5c', 'hex'),
       CASE i % 5 WHEN 0 THEN 'NaN' WHEN 1 THEN 'Infinity' WHEN 2 THEN NULL ELSE i * 1.10 END,
       timestamptz '2019-01-01 00:00:00.123456+00' + i * interval '7 hours 13 minutes'
FROM generate_series(1, :rows) AS i;
CREATE INDEX ON utilisateurs USING gin (recherche gin_trgm_ops);
CREATE INDEX "index partiel" ON utilisateurs (lower(nom), cree DESC) WHERE etat <> 'fermé';
CREATE STATISTICS stat_utilisateurs (dependencies) ON etat, nom FROM utilisateurs;
COMMENT ON TABLE utilisateurs IS E'Professionnels de santé\nsur deux lignes, avec une apostrophe : l''accès';
COMMENT ON COLUMN utilisateurs.numero IS 'Numéro RPPS';

CREATE TABLE messagerie.boites (
    cle uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    titulaire bigint NOT NULL REFERENCES public.utilisateurs ON UPDATE CASCADE ON DELETE RESTRICT,
    libelle varchar(80) NOT NULL,
    quota bigint NOT NULL DEFAULT 1 << 30 CHECK (quota > 0),
    occupation int4range,
    modifie timestamptz
);
INSERT INTO messagerie.boites (cle, titulaire, libelle, occupation)
SELECT uuid_generate_v5(uuid_ns_url(), email), id, 'Boîte de ' || prenom, int4range(0, id::int)
FROM utilisateurs;
ALTER TABLE messagerie.boites OWNER TO mssante_app;

CREATE TABLE messagerie.reservations (
    salle int, pendant tstzrange, EXCLUDE USING gist (salle WITH =, pendant WITH &&)
);
INSERT INTO messagerie.reservations
SELECT i % 10, tstzrange(timestamptz '2024-01-01Z' + i * interval '1 hour', timestamptz '2024-01-01Z' + (i + 1) * interval '1 hour')
FROM generate_series(1, 200) AS i;

-- A trigger and its function; it fires on changes made after the content is in.

CREATE FUNCTION messagerie.noter_modification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- 'apostrophes', "quotes" and \ backslashes inside $dollar$ quoting
    NEW.modifie := '2024-03-31 02:30:00+01';
    RETURN NEW;
END $$;
CREATE TRIGGER "noter l'heure" BEFORE UPDATE ON messagerie.boites
    FOR EACH ROW EXECUTE FUNCTION messagerie.noter_modification();
UPDATE messagerie.boites SET quota = quota * 2 WHERE cle < '20000000-0000-0000-0000-000000000000';
CREATE PROCEDURE messagerie.vider() LANGUAGE sql AS 'DELETE FROM messagerie.reservations';

-- Partitions: by range of time, one of them by list again, with a default.

CREATE TABLE messagerie.journal (
    id bigserial,
    moment timestamptz NOT NULL,
    region text NOT NULL,
    evenement text NOT NULL,
    PRIMARY KEY (id, moment, region)
) PARTITION BY RANGE (moment);
CREATE TABLE messagerie.journal_2022 PARTITION OF messagerie.journal FOR VALUES FROM ('2022-01-01Z') TO ('2023-01-01Z');
CREATE TABLE messagerie.journal_2023 PARTITION OF messagerie.journal FOR VALUES FROM ('2023-01-01Z') TO ('2024-01-01Z');
CREATE TABLE messagerie.journal_2024 PARTITION OF messagerie.journal FOR VALUES FROM ('2024-01-01Z') TO ('2025-01-01Z')
    PARTITION BY LIST (region);
CREATE TABLE messagerie."journal 2024 Île-de-France" PARTITION OF messagerie.journal_2024 FOR VALUES IN ('IDF');
CREATE TABLE messagerie.journal_2024_ailleurs PARTITION OF messagerie.journal_2024 FOR VALUES IN ('ARA', 'BRE', 'PDL');
CREATE TABLE messagerie.journal_2024_reste PARTITION OF messagerie.journal_2024 DEFAULT;
CREATE TABLE messagerie.journal_reste PARTITION OF messagerie.journal DEFAULT;
CREATE INDEX ON messagerie.journal (region, moment);
INSERT INTO messagerie.journal (moment, region, evenement)
SELECT timestamptz '2021-06-01Z' + i * (interval '1500 days' / (:rows * 2)),
       (ARRAY['IDF', 'ARA', 'BRE', 'PDL', 'Corse'])[i % 5 + 1],
       (ARRAY['connexion', 'envoi', 'réception', 'échec'])[i % 4 + 1] || ' ' || md5(i::text)
FROM generate_series(1, :rows * 2) AS i;

-- Materialised views, one filled and one not, and plain views.

CREATE MATERIALIZED VIEW messagerie.activite AS
    SELECT region, date_trunc('month', moment, 'UTC') AS mois, count(*) AS nombre
    FROM messagerie.journal GROUP BY 1, 2;
CREATE UNIQUE INDEX ON messagerie.activite (region, mois);
CREATE MATERIALIZED VIEW messagerie.activite_vide AS SELECT * FROM messagerie.activite WITH NO DATA;
CREATE VIEW "Vue des actifs" WITH (security_barrier) AS SELECT id, nom_complet FROM utilisateurs WHERE etat = 'actif';
GRANT SELECT ON "Vue des actifs" TO "Rôle ""cité"" 🩺";

-- Names that need care.

CREATE TABLE "Archives d'été ""2024"""."Pièces ""jointes"" 📎
deuxième ligne; DROP TABLE x; -- $$" (
    "clé primaire" serial PRIMARY KEY,
    "colonne avec espaces" text,
    "SELECT" int,
    "emoji 🏥" text,
    "back\slash" text
);
INSERT INTO "Archives d'été ""2024"""."Pièces ""jointes"" 📎
deuxième ligne; DROP TABLE x; -- $$" ("colonne avec espaces", "SELECT", "emoji 🏥", "back\slash")
SELECT E'ligne\r\nretour', i, '👩🏽‍⚕️', E'\\N\\.' FROM generate_series(1, 50) AS i;
CREATE TABLE "Archives d'été ""2024"""."UtiliSateurs" (LIKE utilisateurs INCLUDING ALL);
CREATE TABLE messagerie."-- tiret" ();
CREATE TABLE "63 octets, le plus long nom que le serveur accepte sans couper_" (x int);
ALTER TABLE "63 octets, le plus long nom que le serveur accepte sans couper_" OWNER TO "Rôle ""cité"" 🩺";

-- Sequences that stand somewhere unusual.

CREATE SEQUENCE messagerie."numéro d'ordre" AS smallint INCREMENT -2 MINVALUE -30000 MAXVALUE 30000 START 100 CYCLE;
SELECT setval('messagerie."numéro d''ordre"', -777, true);
CREATE SEQUENCE jamais_lue START 42;

-- Rows that a role may not see, column rights, inheritance, an unlogged table, an empty one.

CREATE TABLE messagerie.secrets (id int PRIMARY KEY, pour name NOT NULL DEFAULT current_user, texte text);
INSERT INTO messagerie.secrets SELECT i, CASE WHEN i % 2 = 0 THEN 'mssante_app' ELSE 'mssante' END, md5(i::text)
FROM generate_series(1, 100) AS i;
ALTER TABLE messagerie.secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE messagerie.secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY "chacun les siens" ON messagerie.secrets TO mssante_app USING (pour = current_user) WITH CHECK (pour = current_user);
GRANT SELECT (id, texte), UPDATE (texte) ON messagerie.secrets TO mssante_app WITH GRANT OPTION;
CREATE TABLE parent (a int, b text);
CREATE TABLE enfant (c date) INHERITS (parent);
INSERT INTO enfant VALUES (1, 'hérité', '2024-02-29'), (2, NULL, 'infinity');
CREATE UNLOGGED TABLE brouillons (texte text);
INSERT INTO brouillons VALUES ('non journalisé');
CREATE TABLE vide (x int);
CREATE RULE vide_sans_suppression AS ON DELETE TO vide DO INSTEAD NOTHING;

-- Large objects: small ones that users' rows point to, an empty one, a big one; with owner, rights and comment.

UPDATE utilisateurs SET photo = lo_from_bytea(0, decode(repeat(md5(id::text), 400), 'hex'))
WHERE (id - 1000) / 3 < greatest(5, :rows / 100);
SELECT lo_from_bytea(0, '') AS empty_object \gset
SELECT lo_from_bytea(0, (SELECT string_agg(decode(md5(i::text), 'hex'), '' ORDER BY i) FROM generate_series(1, 200000) AS i))
    AS big_object \gset
ALTER LARGE OBJECT :big_object OWNER TO mssante_app;
GRANT SELECT ON LARGE OBJECT :big_object TO "équipe soins";
COMMENT ON LARGE OBJECT :big_object IS 'Radiographie de 3,2 Mo';
COMMENT ON LARGE OBJECT :empty_object IS 'vide';

COMMIT;

REFRESH MATERIALIZED VIEW messagerie.activite;
ANALYZE;
