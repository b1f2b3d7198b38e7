-- Series as offices keep them: of a council, by year; numbers with a letter, and numbers kept ahead.
CREATE TABLE "reserved_numbers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"register_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"number" integer NOT NULL,
	"suffix" text DEFAULT '' NOT NULL,
	"for_date" date NOT NULL,
	"reason" text NOT NULL,
	"decision" text DEFAULT '' NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"returned_at" timestamp with time zone,
	"returned_by" uuid,
	"return_reason" text DEFAULT '' NOT NULL,
	"number_returned" boolean DEFAULT false NOT NULL,
	CONSTRAINT "reserved_numbers_reason" CHECK ("reserved_numbers"."reason" <> '' and ("reserved_numbers"."suffix" = '') = ("reserved_numbers"."decision" = '')),
	CONSTRAINT "reserved_numbers_positive" CHECK ("reserved_numbers"."number" > 0),
	CONSTRAINT "reserved_numbers_returned" CHECK (("reserved_numbers"."returned_at" is null) = ("reserved_numbers"."return_reason" = '') and ("reserved_numbers"."returned_at" is null) = ("reserved_numbers"."returned_by" is null)),
	CONSTRAINT "reserved_numbers_back" CHECK (not "reserved_numbers"."number_returned" or ("reserved_numbers"."returned_at" is not null and "reserved_numbers"."suffix" = ''))
);
--> statement-breakpoint
CREATE TABLE "saved_filters" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"query" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_filters_name" UNIQUE("person_id","name")
);
--> statement-breakpoint
DROP INDEX "register_entries_number";--> statement-breakpoint
ALTER TABLE "register_entries" ADD COLUMN "suffix" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "register_entries" ADD COLUMN "agency_id" uuid;--> statement-breakpoint
ALTER TABLE "register_entries" ADD COLUMN "reserved_id" uuid;--> statement-breakpoint
ALTER TABLE "registers" ADD COLUMN "body" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "registers" ADD COLUMN "body_symbol" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "registers" ADD COLUMN "from_year" integer;--> statement-breakpoint
ALTER TABLE "registers" ADD COLUMN "to_year" integer;--> statement-breakpoint
ALTER TABLE "reserved_numbers" ADD CONSTRAINT "reserved_numbers_register_id_registers_id_fk" FOREIGN KEY ("register_id") REFERENCES "public"."registers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reserved_numbers" ADD CONSTRAINT "reserved_numbers_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reserved_numbers" ADD CONSTRAINT "reserved_numbers_returned_by_users_id_fk" FOREIGN KEY ("returned_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_filters" ADD CONSTRAINT "saved_filters_person_id_users_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "reserved_numbers_number" ON "reserved_numbers" USING btree ("register_id","year","number","suffix") WHERE not "reserved_numbers"."number_returned";--> statement-breakpoint
ALTER TABLE "register_entries" ADD CONSTRAINT "register_entries_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_entries" ADD CONSTRAINT "register_entries_reserved_id_reserved_numbers_id_fk" FOREIGN KEY ("reserved_id") REFERENCES "public"."reserved_numbers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "register_entries_number" ON "register_entries" USING btree ("register_id","year","number","suffix") WHERE not "register_entries"."number_returned";--> statement-breakpoint
ALTER TABLE "register_entries" ADD CONSTRAINT "register_entries_reserved_id_unique" UNIQUE("reserved_id");
--> statement-breakpoint
-- Whose register an entry stands in. Two that carry the same number and symbol in a year were possible before: the later
-- one has no agency here, and stands as it was.
UPDATE "register_entries" e SET "agency_id" = r."agency_id" FROM "registers" r WHERE r."id" = e."register_id"
  AND NOT EXISTS (SELECT FROM "register_entries" o JOIN "registers" s ON s."id" = o."register_id"
    WHERE s."agency_id" = r."agency_id" AND o."year" = e."year" AND o."number" = e."number" AND o."symbol" = e."symbol"
      AND NOT o."number_returned" AND NOT e."number_returned" AND (o."created_at", o."id") < (e."created_at", e."id"));
--> statement-breakpoint
CREATE UNIQUE INDEX "register_entries_symbol" ON "register_entries" USING btree ("agency_id","year","number","suffix","symbol") WHERE not "register_entries"."number_returned";
--> statement-breakpoint
CREATE FUNCTION register_entries_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT r.agency_id INTO NEW.agency_id FROM public.registers r WHERE r.id = NEW.register_id;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER register_entries_agency BEFORE INSERT ON "register_entries" FOR EACH ROW EXECUTE FUNCTION register_entries_agency();
--> statement-breakpoint
-- A number that was given outside is given to nothing here, but for one with a letter behind it; and one that was kept is given
-- only to the paper that it was kept for.
CREATE OR REPLACE FUNCTION register_entries_inside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.suffix = '' AND EXISTS (SELECT FROM public.outside_numbers o WHERE o.register_id = NEW.register_id AND o.year = NEW.year
      AND o.withdrawn_at IS NULL AND NEW.number BETWEEN o.from_number AND o.to_number) THEN
    RAISE EXCEPTION 'number % of % was given outside', NEW.number, NEW.year USING ERRCODE = 'restrict_violation';
  END IF;
  IF EXISTS (SELECT FROM public.reserved_numbers k WHERE k.register_id = NEW.register_id AND k.year = NEW.year
      AND k.number = NEW.number AND k.suffix = NEW.suffix AND NOT k.number_returned
      AND (NEW.reserved_id IS DISTINCT FROM k.id OR k.returned_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'number % of % is kept', NEW.number || NEW.suffix, NEW.year USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.reserved_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.reserved_numbers k WHERE k.id = NEW.reserved_id
      AND (k.register_id, k.year, k.number, k.suffix, k.for_date) = (NEW.register_id, NEW.year, NEW.number, NEW.suffix, NEW.document_date))
    OR NEW.suffix <> '' AND NEW.reserved_id IS NULL THEN
    RAISE EXCEPTION 'number % of % was not kept for this', NEW.number || NEW.suffix, NEW.year USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- Kept numbers stand apart from each other, from what was given here and from what was given outside.
CREATE FUNCTION reserved_numbers_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM public.register_entries e WHERE e.register_id = NEW.register_id AND e.year = NEW.year
      AND e.number = NEW.number AND e.suffix = NEW.suffix AND NOT e.number_returned)
    OR NEW.suffix = '' AND EXISTS (SELECT FROM public.outside_numbers o WHERE o.register_id = NEW.register_id AND o.year = NEW.year
      AND o.withdrawn_at IS NULL AND NEW.number BETWEEN o.from_number AND o.to_number) THEN
    RAISE EXCEPTION 'number % of % is taken', NEW.number || NEW.suffix, NEW.year USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER reserved_numbers_apart BEFORE INSERT ON "reserved_numbers" FOR EACH ROW EXECUTE FUNCTION reserved_numbers_apart();
--> statement-breakpoint
-- What may still come to a kept number is that it was given back, once, and only while no paper has it.
CREATE FUNCTION reserved_numbers_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.register_id, NEW.year, NEW.number, NEW.suffix, NEW.for_date, NEW.reason, NEW.decision, NEW.created_by, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.register_id, OLD.year, OLD.number, OLD.suffix, OLD.for_date, OLD.reason, OLD.decision, OLD.created_by, OLD.created_at)
    OR OLD.returned_at IS NOT NULL
    OR EXISTS (SELECT FROM public.register_entries e WHERE e.reserved_id = OLD.id) THEN
    RAISE EXCEPTION 'the kept number % stands as it is', OLD.number USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.number_returned AND (
      EXISTS (SELECT FROM public.register_entries e WHERE e.register_id = OLD.register_id AND e.year = OLD.year
        AND e.number >= OLD.number AND NOT e.number_returned)
      OR EXISTS (SELECT FROM public.reserved_numbers k WHERE k.register_id = OLD.register_id AND k.year = OLD.year
        AND k.id <> OLD.id AND k.number >= OLD.number AND NOT k.number_returned)
      OR EXISTS (SELECT FROM public.outside_numbers o WHERE o.register_id = OLD.register_id AND o.year = OLD.year
        AND o.to_number >= OLD.number AND o.withdrawn_at IS NULL)) THEN
    RAISE EXCEPTION 'number % cannot be given back: later ones have been given', OLD.number USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER reserved_numbers_keep BEFORE UPDATE ON "reserved_numbers" FOR EACH ROW EXECUTE FUNCTION reserved_numbers_keep();
--> statement-breakpoint
CREATE TRIGGER reserved_numbers_stay BEFORE DELETE ON "reserved_numbers" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER reserved_numbers_stay_all BEFORE TRUNCATE ON "reserved_numbers" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION outside_numbers_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM public.register_entries e WHERE e.register_id = NEW.register_id AND e.year = NEW.year
      AND e.number BETWEEN NEW.from_number AND NEW.to_number AND e.suffix = '' AND NOT e.number_returned)
    OR EXISTS (SELECT FROM public.reserved_numbers k WHERE k.register_id = NEW.register_id AND k.year = NEW.year
      AND k.number BETWEEN NEW.from_number AND NEW.to_number AND k.suffix = '' AND NOT k.number_returned)
    OR EXISTS (SELECT FROM public.outside_numbers o WHERE o.register_id = NEW.register_id AND o.year = NEW.year
      AND o.withdrawn_at IS NULL AND o.from_number <= NEW.to_number AND o.to_number >= NEW.from_number) THEN
    RAISE EXCEPTION 'numbers % to % of % are taken', NEW.from_number, NEW.to_number, NEW.year USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- The count of a year never falls below a number that stands: given here, outside, or kept (NUM-1).
CREATE OR REPLACE FUNCTION register_years_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.register_id, NEW.year) IS DISTINCT FROM (OLD.register_id, OLD.year)
    OR NEW.last_number < OLD.last_number AND (EXISTS (SELECT FROM public.register_entries e
      WHERE e.register_id = OLD.register_id AND e.year = OLD.year AND e.number > NEW.last_number AND NOT e.number_returned)
    OR EXISTS (SELECT FROM public.reserved_numbers k WHERE k.register_id = OLD.register_id AND k.year = OLD.year
      AND k.number > NEW.last_number AND NOT k.number_returned)
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
  IF (NEW.id, NEW.register_id, NEW.year, NEW.number, NEW.suffix, NEW.symbol, NEW.agency_id, NEW.reserved_id, NEW.document_date, NEW.kind,
      NEW.subject, NEW.signer_name, NEW.signer_position, NEW.recipients, NEW.unit_id, NEW.draft_id, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.register_id, OLD.year, OLD.number, OLD.suffix, OLD.symbol, OLD.agency_id, OLD.reserved_id, OLD.document_date,
      OLD.kind, OLD.subject, OLD.signer_name, OLD.signer_position, OLD.recipients, OLD.unit_id, OLD.draft_id, OLD.created_at)
    OR OLD.issued_at IS NOT NULL AND NEW.issued_at IS DISTINCT FROM OLD.issued_at
    OR OLD.voided_at IS NOT NULL AND (NEW.voided_at, NEW.voided_by, NEW.void_reason, NEW.number_returned)
      IS DISTINCT FROM (OLD.voided_at, OLD.voided_by, OLD.void_reason, OLD.number_returned) THEN
    RAISE EXCEPTION 'number % is refused a change: what a register has said stands for good', OLD.number
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.number_returned AND (NEW.reserved_id IS NOT NULL
    OR EXISTS (SELECT FROM public.reserved_numbers k WHERE k.register_id = NEW.register_id AND k.year = NEW.year
      AND k.number > NEW.number AND NOT k.number_returned)
    OR EXISTS (SELECT FROM public.register_entries e WHERE e.register_id = NEW.register_id
      AND e.year = NEW.year AND e.number > NEW.number AND NOT e.number_returned)) THEN
    RAISE EXCEPTION 'number % cannot be given back: later ones have been given', NEW.number USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
