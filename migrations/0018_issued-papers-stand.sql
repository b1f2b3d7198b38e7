-- What has been issued, or is void, is closed for good: nothing is put behind it, by whichever role. It is known by two
-- things that no role can take back: its step on its path, and its date in the register. A paper within the office has no
-- number and so the first alone.
CREATE FUNCTION paper_is_closed(paper uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM public.draft_steps s WHERE s.draft_id = paper AND s.to_state IN ('issued', 'voided'))
    OR EXISTS (SELECT FROM public.register_entries e
      WHERE e.draft_id = paper AND (e.issued_at IS NOT NULL OR e.voided_at IS NOT NULL));
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION issued_files_grow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  newest integer;
  made_from bytea;
BEGIN
  -- Whoever issues it holds this row: either that comes first and is seen here, or it waits for this file.
  PERFORM 1 FROM public.drafts d WHERE d.id = NEW.draft_id FOR SHARE;
  IF public.paper_is_closed(NEW.draft_id) THEN
    RAISE EXCEPTION 'a file is refused: the paper has been issued or is void' USING ERRCODE = 'restrict_violation';
  END IF;
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
-- A number or a frozen text behind a paper that is closed, and a step that leads on from it.
CREATE FUNCTION closed_papers_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM public.drafts d WHERE d.id = NEW.draft_id FOR SHARE;
  IF EXISTS (SELECT FROM public.draft_steps s WHERE s.draft_id = NEW.draft_id AND s.to_state IN ('issued', 'voided')) THEN
    RAISE EXCEPTION '% refused: the paper has been issued or is void', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER register_entries_open BEFORE INSERT ON "register_entries" FOR EACH ROW EXECUTE FUNCTION closed_papers_stand();
--> statement-breakpoint
CREATE TRIGGER frozen_revisions_open BEFORE INSERT ON "frozen_revisions" FOR EACH ROW EXECUTE FUNCTION closed_papers_stand();
--> statement-breakpoint
CREATE TRIGGER draft_steps_open BEFORE INSERT ON "draft_steps" FOR EACH ROW EXECUTE FUNCTION closed_papers_stand();
--> statement-breakpoint
-- Its state and its kind decide who may read it, and whether it has a number.
CREATE FUNCTION drafts_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.agency_id, NEW.kind, NEW.state, NEW.created_by)
      IS DISTINCT FROM (OLD.id, OLD.agency_id, OLD.kind, OLD.state, OLD.created_by)
    AND EXISTS (SELECT FROM public.draft_steps s WHERE s.draft_id = OLD.id AND s.to_state IN ('issued', 'voided')) THEN
    RAISE EXCEPTION 'the paper is refused a change: it has been issued or is void' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER drafts_keep BEFORE UPDATE OF id, agency_id, kind, state, created_by ON "drafts" FOR EACH ROW EXECUTE FUNCTION drafts_keep();
--> statement-breakpoint
-- An image is known by its hash, in frozen texts too: no other bytes stand under it.
CREATE FUNCTION images_are_their_hash() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF encode(sha256(NEW.bytes), 'hex') <> NEW.hash THEN
    RAISE EXCEPTION 'the bytes of an image are refused: they are not those of its hash' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER images_are_their_hash BEFORE INSERT OR UPDATE OF hash, bytes ON "images" FOR EACH ROW EXECUTE FUNCTION images_are_their_hash();
