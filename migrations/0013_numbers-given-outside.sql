CREATE TABLE "outside_numbers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"register_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"from_number" integer NOT NULL,
	"to_number" integer NOT NULL,
	"reason" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" uuid,
	CONSTRAINT "outside_numbers_order" CHECK ("outside_numbers"."from_number" between 1 and "outside_numbers"."to_number"),
	CONSTRAINT "outside_numbers_reason" CHECK ("outside_numbers"."reason" <> ''),
	CONSTRAINT "outside_numbers_withdrawn" CHECK (("outside_numbers"."withdrawn_at" is null) = ("outside_numbers"."withdrawn_by" is null))
);
--> statement-breakpoint
ALTER TABLE "outside_numbers" ADD CONSTRAINT "outside_numbers_register_id_registers_id_fk" FOREIGN KEY ("register_id") REFERENCES "public"."registers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_numbers" ADD CONSTRAINT "outside_numbers_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_numbers" ADD CONSTRAINT "outside_numbers_withdrawn_by_users_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outside_numbers_register" ON "outside_numbers" USING btree ("register_id","year");--> statement-breakpoint
ALTER TABLE "register_entries" ADD CONSTRAINT "copies_not_negative" CHECK ("register_entries"."copies" >= 0);--> statement-breakpoint
-- Ranges of a register and year stand apart from each other and from the numbers that were given here.
CREATE FUNCTION outside_numbers_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM public.register_entries e WHERE e.register_id = NEW.register_id AND e.year = NEW.year
      AND e.number BETWEEN NEW.from_number AND NEW.to_number AND NOT e.number_returned)
    OR EXISTS (SELECT FROM public.outside_numbers o WHERE o.register_id = NEW.register_id AND o.year = NEW.year
      AND o.withdrawn_at IS NULL AND o.from_number <= NEW.to_number AND o.to_number >= NEW.from_number) THEN
    RAISE EXCEPTION 'numbers % to % of % are taken', NEW.from_number, NEW.to_number, NEW.year USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER outside_numbers_apart BEFORE INSERT ON "outside_numbers" FOR EACH ROW EXECUTE FUNCTION outside_numbers_apart();
--> statement-breakpoint
-- What may still come to a range is that it was withdrawn, once, and only while no number has been given behind it.
CREATE FUNCTION outside_numbers_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.register_id, NEW.year, NEW.from_number, NEW.to_number, NEW.reason, NEW.created_by, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.register_id, OLD.year, OLD.from_number, OLD.to_number, OLD.reason, OLD.created_by, OLD.created_at)
    OR OLD.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'numbers % to % stand as they were set', OLD.from_number, OLD.to_number USING ERRCODE = 'restrict_violation';
  END IF;
  IF EXISTS (SELECT FROM public.register_entries e WHERE e.register_id = OLD.register_id AND e.year = OLD.year
      AND e.number > OLD.to_number AND NOT e.number_returned) THEN
    RAISE EXCEPTION 'numbers behind % have been given', OLD.to_number USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER outside_numbers_keep BEFORE UPDATE ON "outside_numbers" FOR EACH ROW EXECUTE FUNCTION outside_numbers_keep();
--> statement-breakpoint
CREATE TRIGGER outside_numbers_stay BEFORE DELETE ON "outside_numbers" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER outside_numbers_stay_all BEFORE TRUNCATE ON "outside_numbers" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A number that was given outside is given to nothing here.
CREATE FUNCTION register_entries_inside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM public.outside_numbers o WHERE o.register_id = NEW.register_id AND o.year = NEW.year
      AND o.withdrawn_at IS NULL AND NEW.number BETWEEN o.from_number AND o.to_number) THEN
    RAISE EXCEPTION 'number % of % was given outside', NEW.number, NEW.year USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER register_entries_inside BEFORE INSERT ON "register_entries" FOR EACH ROW EXECUTE FUNCTION register_entries_inside();
--> statement-breakpoint
-- The count of a year never falls below a number that stands, given here or outside (NUM-1).
CREATE OR REPLACE FUNCTION register_years_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.register_id, NEW.year) IS DISTINCT FROM (OLD.register_id, OLD.year)
    OR NEW.last_number < OLD.last_number AND (EXISTS (SELECT FROM public.register_entries e
      WHERE e.register_id = OLD.register_id AND e.year = OLD.year AND e.number > NEW.last_number AND NOT e.number_returned)
    OR EXISTS (SELECT FROM public.outside_numbers o
      WHERE o.register_id = OLD.register_id AND o.year = OLD.year AND o.to_number > NEW.last_number AND o.withdrawn_at IS NULL)) THEN
    RAISE EXCEPTION 'the register stands at number % of %', OLD.last_number, OLD.year USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- A number stands for good, with everything the paper says of itself. What may still come to its row is the date of issue,
-- that it is void and why, and what the clerk keeps of it: how many copies, and a note.
CREATE OR REPLACE FUNCTION register_entries_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.register_id, NEW.year, NEW.number, NEW.symbol, NEW.document_date, NEW.kind, NEW.subject, NEW.signer_name,
      NEW.signer_position, NEW.recipients, NEW.unit_id, NEW.draft_id, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.register_id, OLD.year, OLD.number, OLD.symbol, OLD.document_date, OLD.kind, OLD.subject, OLD.signer_name,
      OLD.signer_position, OLD.recipients, OLD.unit_id, OLD.draft_id, OLD.created_at)
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
