-- Signatures are asked for: a row says of whom, over which bytes and until when, and what came of it.
CREATE TABLE "signing_requests" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"draft_id" uuid NOT NULL,
	"part" text NOT NULL,
	"asked_of" uuid NOT NULL,
	"key_id" uuid NOT NULL,
	"device" text NOT NULL,
	"base_kind" text NOT NULL,
	"base_n" integer NOT NULL,
	"update" "bytea" NOT NULL,
	"contents_start" integer NOT NULL,
	"contents_length" integer NOT NULL,
	"signed_attributes" "bytea" NOT NULL,
	"signing_time" timestamp with time zone NOT NULL,
	"good_until" timestamp with time zone NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"reference" text DEFAULT '' NOT NULL,
	"looked_at" timestamp with time zone,
	"state" text DEFAULT 'waiting' NOT NULL,
	"error" text DEFAULT '' NOT NULL,
	"ended_at" timestamp with time zone,
	"answer" "bytea",
	"answered_at" timestamp with time zone,
	CONSTRAINT "signing_requests_ended" CHECK (("signing_requests"."state" = 'waiting') = ("signing_requests"."ended_at" is null)),
	CONSTRAINT "signing_requests_answered" CHECK (("signing_requests"."answer" is null) = ("signing_requests"."answered_at" is null)),
	CONSTRAINT "signing_requests_embedded" CHECK ("signing_requests"."state" <> 'embedded' or "signing_requests"."answer" is not null)
);
--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "provider" text DEFAULT 'pkcs12' NOT NULL;--> statement-breakpoint
ALTER TABLE "signing_requests" ADD CONSTRAINT "signing_requests_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_requests" ADD CONSTRAINT "signing_requests_asked_of_users_id_fk" FOREIGN KEY ("asked_of") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_requests" ADD CONSTRAINT "signing_requests_key_id_signing_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."signing_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_requests" ADD CONSTRAINT "signing_requests_base" FOREIGN KEY ("draft_id","base_kind","base_n") REFERENCES "public"."issued_files"("draft_id","kind","n") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "signing_requests_draft" ON "signing_requests" USING btree ("draft_id","asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "signing_requests_waiting" ON "signing_requests" USING btree ("draft_id") WHERE "signing_requests"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "signing_requests_late" ON "signing_requests" USING btree ("ended_at") WHERE "signing_requests"."state" <> 'waiting' and "signing_requests"."answer" is null and "signing_requests"."device" = 'phone';
--> statement-breakpoint
-- What was asked stands for good; a request that has ended does not begin again, and what was answered is not answered anew.
CREATE FUNCTION signing_requests_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.draft_id, NEW.part, NEW.asked_of, NEW.key_id, NEW.device, NEW.base_kind, NEW.base_n, NEW.update, NEW.contents_start,
      NEW.contents_length, NEW.signed_attributes, NEW.signing_time, NEW.good_until, NEW.asked_at)
    IS DISTINCT FROM (OLD.id, OLD.draft_id, OLD.part, OLD.asked_of, OLD.key_id, OLD.device, OLD.base_kind, OLD.base_n, OLD.update,
      OLD.contents_start, OLD.contents_length, OLD.signed_attributes, OLD.signing_time, OLD.good_until, OLD.asked_at)
    OR OLD.state <> 'waiting' AND (NEW.state, NEW.error, NEW.ended_at) IS DISTINCT FROM (OLD.state, OLD.error, OLD.ended_at)
    OR OLD.answer IS NOT NULL AND (NEW.answer, NEW.answered_at) IS DISTINCT FROM (OLD.answer, OLD.answered_at) THEN
    RAISE EXCEPTION 'a request for a signature is refused a change: what was asked and how it ended stands for good'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER signing_requests_keep BEFORE UPDATE ON "signing_requests" FOR EACH ROW EXECUTE FUNCTION signing_requests_keep();
--> statement-breakpoint
CREATE TRIGGER signing_requests_stay BEFORE DELETE ON "signing_requests" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER signing_requests_stay_all BEFORE TRUNCATE ON "signing_requests" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- From the first request on, the bytes that somebody was asked to sign are the last of their kind. Whoever asks holds the
-- draft's row, and so does whoever adds a file: one of them comes first.
CREATE FUNCTION issued_files_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM public.signing_requests r WHERE r.draft_id = NEW.draft_id AND r.base_kind = NEW.kind) THEN
    RAISE EXCEPTION 'another % is refused: somebody has been asked to sign the one there is', NEW.kind
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER issued_files_locked BEFORE INSERT ON "issued_files" FOR EACH ROW EXECUTE FUNCTION issued_files_locked();
