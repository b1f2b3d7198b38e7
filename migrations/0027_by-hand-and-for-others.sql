-- Papers that are signed by hand, who may use the seal, and who signs for whom.
CREATE TABLE "paper_signatures" (
	"draft_id" uuid PRIMARY KEY NOT NULL,
	"signed_by" uuid NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seal_rights" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agency_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"capacity" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"decision" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" uuid,
	CONSTRAINT "seal_rights_order" CHECK ("seal_rights"."valid_to" is null or "seal_rights"."valid_to" >= "seal_rights"."valid_from"),
	CONSTRAINT "seal_rights_ended" CHECK (("seal_rights"."ended_at" is null) = ("seal_rights"."ended_by" is null))
);
--> statement-breakpoint
CREATE TABLE "signing_delegations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agency_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"form" text NOT NULL,
	"for_title" text NOT NULL,
	"kinds" text[] DEFAULT '{}' NOT NULL,
	"matter" text DEFAULT '' NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"decision" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" uuid,
	CONSTRAINT "signing_delegations_order" CHECK ("signing_delegations"."valid_to" is null or "signing_delegations"."valid_to" >= "signing_delegations"."valid_from"),
	CONSTRAINT "signing_delegations_ended" CHECK (("signing_delegations"."ended_at" is null) = ("signing_delegations"."ended_by" is null)),
	CONSTRAINT "signing_delegations_limited" CHECK ("signing_delegations"."form" <> 'TUQ' or "signing_delegations"."valid_to" is not null)
);
--> statement-breakpoint
ALTER TABLE "paper_signatures" ADD CONSTRAINT "paper_signatures_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_signatures" ADD CONSTRAINT "paper_signatures_signed_by_users_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seal_rights" ADD CONSTRAINT "seal_rights_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seal_rights" ADD CONSTRAINT "seal_rights_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seal_rights" ADD CONSTRAINT "seal_rights_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seal_rights" ADD CONSTRAINT "seal_rights_ended_by_users_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_delegations" ADD CONSTRAINT "signing_delegations_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_delegations" ADD CONSTRAINT "signing_delegations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_delegations" ADD CONSTRAINT "signing_delegations_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_delegations" ADD CONSTRAINT "signing_delegations_ended_by_users_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "seal_rights_user" ON "seal_rights" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "signing_delegations_user" ON "signing_delegations" USING btree ("user_id");
--> statement-breakpoint
CREATE TRIGGER paper_signatures_stand BEFORE UPDATE OR DELETE ON "paper_signatures" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER paper_signatures_stay BEFORE TRUNCATE ON "paper_signatures" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER paper_signatures_open BEFORE INSERT ON "paper_signatures" FOR EACH ROW EXECUTE FUNCTION closed_papers_stand();
--> statement-breakpoint
-- A right that somebody had stands on record; what may still come to it is that it was ended, once.
CREATE FUNCTION office_rights_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'ended_at' - 'ended_by') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at' - 'ended_by') OR OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'a right that was given stands on record' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER seal_rights_keep BEFORE UPDATE ON "seal_rights" FOR EACH ROW EXECUTE FUNCTION office_rights_keep();
--> statement-breakpoint
CREATE TRIGGER seal_rights_stay BEFORE DELETE ON "seal_rights" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER seal_rights_stay_all BEFORE TRUNCATE ON "seal_rights" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER signing_delegations_keep BEFORE UPDATE ON "signing_delegations" FOR EACH ROW EXECUTE FUNCTION office_rights_keep();
--> statement-breakpoint
CREATE TRIGGER signing_delegations_stay BEFORE DELETE ON "signing_delegations" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER signing_delegations_stay_all BEFORE TRUNCATE ON "signing_delegations" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The scan of a paper that was signed by hand begins with no bytes of ours. Only this is changed in the function as it stands, so
-- that what else it guards stays guarded.
DO $$
DECLARE
  stands text := pg_get_functiondef('public.issued_files_grow'::regproc);
  mended text := replace(stands, 'IF NEW.kind IN (''pdf-signed'', ''pdf-sealed''',
    'IF NOT (NEW.kind = ''pdf-signed'' AND EXISTS (SELECT FROM public.paper_signatures p WHERE p.draft_id = NEW.draft_id))
    AND NEW.kind IN (''pdf-signed'', ''pdf-sealed''');
BEGIN
  IF mended = stands THEN RAISE EXCEPTION 'issued_files_grow is not as this migration expects it'; END IF;
  EXECUTE mended;
END $$;
