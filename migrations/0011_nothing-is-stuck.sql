ALTER TABLE "register_entries" DROP CONSTRAINT "register_entries_number";
--> statement-breakpoint
ALTER TABLE "issued_files" DROP CONSTRAINT "issued_files_draft_id_kind_pk";
--> statement-breakpoint
ALTER TABLE "issued_files" ADD COLUMN "n" integer DEFAULT 1 NOT NULL;
--> statement-breakpoint
ALTER TABLE "issued_files" ADD CONSTRAINT "issued_files_draft_id_kind_n_pk" PRIMARY KEY("draft_id","kind","n");
--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "restarted_from" uuid;
--> statement-breakpoint
ALTER TABLE "issued_files" ADD COLUMN "signature_box" jsonb;
--> statement-breakpoint
ALTER TABLE "register_entries" ADD COLUMN "voided_at" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "register_entries" ADD COLUMN "voided_by" uuid;
--> statement-breakpoint
ALTER TABLE "register_entries" ADD COLUMN "void_reason" text DEFAULT '' NOT NULL;
--> statement-breakpoint
ALTER TABLE "register_entries" ADD COLUMN "number_returned" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_restarted_from_drafts_id_fk" FOREIGN KEY ("restarted_from") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "register_entries" ADD CONSTRAINT "register_entries_voided_by_users_id_fk" FOREIGN KEY ("voided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "register_entries_number" ON "register_entries" USING btree ("register_id","year","number") WHERE not "register_entries"."number_returned";
--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_restarted_from_unique" UNIQUE("restarted_from");
--> statement-breakpoint
ALTER TABLE "register_entries" ADD CONSTRAINT "voided_for_a_reason" CHECK (("register_entries"."voided_at" is null) = ("register_entries"."void_reason" = '') and ("register_entries"."voided_at" is null) = ("register_entries"."voided_by" is null));
--> statement-breakpoint
ALTER TABLE "register_entries" ADD CONSTRAINT "voided_or_issued" CHECK ("register_entries"."voided_at" is null or "register_entries"."issued_at" is null);
--> statement-breakpoint
ALTER TABLE "register_entries" ADD CONSTRAINT "returned_when_voided" CHECK (not "register_entries"."number_returned" or "register_entries"."voided_at" is not null);
--> statement-breakpoint
-- A number stands for good. What may still come to its row is the date of issue, or that it is void, and why.
CREATE FUNCTION register_entries_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.register_id, NEW.year, NEW.number, NEW.symbol, NEW.document_date, NEW.draft_id, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.register_id, OLD.year, OLD.number, OLD.symbol, OLD.document_date, OLD.draft_id, OLD.created_at)
    OR OLD.issued_at IS NOT NULL AND NEW.issued_at IS DISTINCT FROM OLD.issued_at
    OR OLD.voided_at IS NOT NULL AND (NEW.voided_at, NEW.voided_by, NEW.void_reason, NEW.number_returned)
      IS DISTINCT FROM (OLD.voided_at, OLD.voided_by, OLD.void_reason, OLD.number_returned) THEN
    RAISE EXCEPTION 'number % is refused a change: what a register has said stands for good', OLD.number
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.number_returned AND EXISTS (SELECT FROM public.register_entries e WHERE e.register_id = NEW.register_id
    AND e.year = NEW.year AND e.number > NEW.number AND NOT e.number_returned) THEN
    RAISE EXCEPTION 'number % cannot be given back: later ones have been given', NEW.number USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER register_entries_keep BEFORE UPDATE ON "register_entries" FOR EACH ROW EXECUTE FUNCTION register_entries_keep();
--> statement-breakpoint
-- The count of a year never falls below a number that stands (NUM-1).
CREATE FUNCTION register_years_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.register_id, NEW.year) IS DISTINCT FROM (OLD.register_id, OLD.year)
    OR NEW.last_number < OLD.last_number AND EXISTS (SELECT FROM public.register_entries e
      WHERE e.register_id = OLD.register_id AND e.year = OLD.year AND e.number > NEW.last_number AND NOT e.number_returned) THEN
    RAISE EXCEPTION 'the register stands at number % of %', OLD.last_number, OLD.year USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER register_years_keep BEFORE UPDATE ON "register_years" FOR EACH ROW EXECUTE FUNCTION register_years_keep();
--> statement-breakpoint
CREATE TRIGGER register_years_stay BEFORE DELETE ON "register_years" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER register_years_stay_all BEFORE TRUNCATE ON "register_years" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Files of a document are generations: each is added once, under its own hash, and begins with the one it was made from.
CREATE FUNCTION issued_files_grow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  newest integer;
  made_from bytea;
BEGIN
  SELECT coalesce(max(f.n), 0) INTO newest FROM public.issued_files f WHERE f.draft_id = NEW.draft_id AND f.kind = NEW.kind;
  IF NEW.n <> newest + 1 THEN
    RAISE EXCEPTION 'generation % of % does not follow %', NEW.n, NEW.kind, newest USING ERRCODE = 'restrict_violation';
  END IF;
  IF encode(sha256(NEW.bytes), 'hex') <> NEW.sha256 THEN
    RAISE EXCEPTION 'the bytes are not those of the hash' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.kind IN ('pdf-signed', 'pdf-sealed') THEN
    SELECT f.bytes INTO made_from FROM public.issued_files f WHERE f.draft_id = NEW.draft_id
      AND f.kind = CASE NEW.kind WHEN 'pdf-signed' THEN 'pdf' ELSE 'pdf-signed' END ORDER BY f.n DESC LIMIT 1;
    IF made_from IS NULL OR octet_length(NEW.bytes) <= octet_length(made_from)
      OR substring(NEW.bytes FROM 1 FOR octet_length(made_from)) <> made_from THEN
      RAISE EXCEPTION '% does not begin with the bytes it was made from', NEW.kind USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER issued_files_grow BEFORE INSERT ON "issued_files" FOR EACH ROW EXECUTE FUNCTION issued_files_grow();
--> statement-breakpoint
CREATE TRIGGER issued_files_stand BEFORE UPDATE OR DELETE ON "issued_files" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER issued_files_stay BEFORE TRUNCATE ON "issued_files" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The guards of the log by their full names: a temporary table of the same name would otherwise be believed in their place.
CREATE OR REPLACE FUNCTION text_updates_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed uuid;
BEGIN
  PERFORM 1 FROM public.text_heads WHERE draft_id IN (SELECT draft_id FROM added) ORDER BY draft_id FOR SHARE;
  SELECT a.draft_id INTO closed FROM added a LEFT JOIN public.text_heads h USING (draft_id)
    WHERE h.draft_id IS NULL OR h.frozen_at IS NOT NULL OR a.position > h.head LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'draft %: its text is closed, or the position lies beyond its end', closed USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION text_updates_archived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM gone g
    LEFT JOIN public.text_archives a ON a.draft_id = g.draft_id AND g.position BETWEEN a.from_position AND a.to_position
    GROUP BY g.draft_id, a.from_position, a.to_position, a.sha256
    HAVING a.from_position IS NULL OR count(*) <> a.to_position - a.from_position + 1
      OR sha256(string_agg(g.update, ''::bytea ORDER BY g.position)) <> a.sha256;
  IF FOUND THEN
    RAISE EXCEPTION 'text_updates is append-only: rows go only into an archive of the same bytes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Putting a stretch of the log away is the one thing that takes rows from it. The program may do that, with the owner's
-- rights and through this door only (server/database/roles.ts); the trigger above checks what is taken.
CREATE FUNCTION archive_text(draft uuid, first_position bigint, last_position bigint, hash bytea, packed bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.text_archives (draft_id, from_position, to_position, sha256, segment)
    VALUES (draft, first_position, last_position, hash, packed);
  DELETE FROM public.text_updates WHERE draft_id = draft AND position BETWEEN first_position AND last_position;
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION archive_text FROM PUBLIC;
