-- Keys lie here locked with their PIN and a secret that is not in the database; those that do not yet are locked at their next use.
CREATE TABLE "key_secrets" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"recognised" "bytea" NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "key_secrets_one" CHECK ("key_secrets"."id")
);
--> statement-breakpoint
ALTER TABLE "signing_keys" ALTER COLUMN "pkcs12" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "locked" "bytea";--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "place" jsonb;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD CONSTRAINT "signing_keys_kept_once" CHECK (num_nonnulls("signing_keys"."pkcs12", "signing_keys"."locked", "signing_keys"."place") = 1);