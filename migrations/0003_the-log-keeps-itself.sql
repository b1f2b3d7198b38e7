-- The log of every draft's text keeps two promises by itself, whoever writes to this database:
-- it only grows, and a text that was closed stays as it is (FRZ-1).

-- Rows after a closed head, beyond the head, or without one. The heads are locked, so that a close that is under way
-- is waited for and then seen.
CREATE FUNCTION text_updates_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed uuid;
BEGIN
  PERFORM 1 FROM text_heads WHERE draft_id IN (SELECT draft_id FROM added) ORDER BY draft_id FOR SHARE;
  SELECT a.draft_id INTO closed FROM added a LEFT JOIN text_heads h USING (draft_id)
    WHERE h.draft_id IS NULL OR h.frozen_at IS NOT NULL OR a.position > h.head LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'draft %: its text is closed, or the position lies beyond its end', closed USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER text_updates_guard AFTER INSERT ON text_updates
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION text_updates_guard();
--> statement-breakpoint
CREATE FUNCTION text_updates_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'text_updates is append-only' USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER text_updates_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON text_updates
  FOR EACH STATEMENT EXECUTE FUNCTION text_updates_keep();
--> statement-breakpoint
CREATE FUNCTION text_heads_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'draft %: a head only moves on, and stays where its text was closed', OLD.draft_id USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER text_heads_keep_moving BEFORE UPDATE ON text_heads FOR EACH ROW
  WHEN (NEW.draft_id <> OLD.draft_id OR NEW.head < OLD.head
    OR OLD.frozen_at IS NOT NULL AND (NEW.head <> OLD.head OR NEW.frozen_at IS DISTINCT FROM OLD.frozen_at))
  EXECUTE FUNCTION text_heads_keep();
--> statement-breakpoint
CREATE TRIGGER text_heads_keep BEFORE DELETE ON text_heads FOR EACH ROW EXECUTE FUNCTION text_heads_keep();
--> statement-breakpoint
CREATE TRIGGER text_heads_keep_all BEFORE TRUNCATE ON text_heads FOR EACH STATEMENT EXECUTE FUNCTION text_updates_keep();
