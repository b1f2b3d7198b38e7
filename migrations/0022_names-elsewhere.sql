-- Names of people elsewhere, as a Word file says them: whoever brought the file is not the author.
ALTER TABLE "comments" ADD COLUMN "outside_author" text;--> statement-breakpoint
ALTER TABLE "suggestions" ADD COLUMN "outside_author" text;--> statement-breakpoint
CREATE FUNCTION keep_outside_author() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.outside_author IS DISTINCT FROM OLD.outside_author THEN
    RAISE EXCEPTION 'what somebody elsewhere wrote keeps their name';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER suggestion_outside_author_kept BEFORE UPDATE ON suggestions FOR EACH ROW EXECUTE FUNCTION keep_outside_author();
--> statement-breakpoint
CREATE TRIGGER comment_outside_author_kept BEFORE UPDATE ON comments FOR EACH ROW EXECUTE FUNCTION keep_outside_author();
