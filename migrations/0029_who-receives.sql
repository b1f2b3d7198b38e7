-- Who receives what was numbered before: for «Như trên» the addressees, for «Như Điều 3» those whom that article names
-- beyond doubt, as src/lib/document/receivers.ts reads them. Only these words change; the paper itself stands as it was.
CREATE FUNCTION named_in(blocks jsonb, number int) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  own_words CONSTANT text := '(nghị quyết|quyết định|quy chế|quy định|chỉ thị) này';
  said CONSTANT text := ' ?(có |chịu )trách nhiệm (tổ chức )?(thi hành|thực hiện) ';
  block jsonb;
  inside jsonb;
  words text;
  behind text;
  sentence text;
  names text := '';
  at int := 0;
  is_next boolean := false;
BEGIN
  FOR block IN SELECT b FROM jsonb_array_elements(blocks) WITH ORDINALITY AS l(b, n)
    WHERE n < coalesce((SELECT min(n) FROM jsonb_array_elements(blocks) WITH ORDINALITY AS a(b, n) WHERE b ->> 'type' = 'appendix'), n + 1)
    ORDER BY n
  LOOP
    IF block ->> 'type' = 'clause' AND block -> 'attrs' ->> 'level' = 'dieu' THEN
      IF block -> 'attrs' ->> 'restarts' = 'true' THEN RETURN NULL; END IF;
      at := at + 1;
      is_next := at = number;
      IF is_next THEN inside := coalesce(block -> 'content', '[]'); END IF;
    ELSIF is_next THEN
      RETURN NULL;
    END IF;
  END LOOP;
  IF inside IS NULL OR EXISTS (SELECT FROM jsonb_array_elements(inside) AS p WHERE p ->> 'type' <> 'text') THEN RETURN NULL; END IF;
  SELECT string_agg(p ->> 'text', '' ORDER BY n) INTO words FROM jsonb_array_elements(inside) WITH ORDINALITY AS l(p, n);
  words := btrim(regexp_replace(normalize(coalesce(words, '')), '[\s\u00a0]+', ' ', 'g'));
  IF words !~* said THEN RETURN NULL; END IF;
  behind := substr(words, regexp_instr(words, said, 1, 1, 1, 'i'));
  IF behind !~* ('^' || own_words || ' ?[./]*$') THEN RETURN NULL; END IF;
  words := substr(words, 1, regexp_instr(words, said, 1, 1, 0, 'i') - 1);
  -- The last sentence names them; those before it may say of the paper itself when it takes effect.
  FOR sentence IN SELECT s FROM regexp_split_to_table(words, '\. (?=[[:upper:]])') WITH ORDINALITY AS l(s, n) ORDER BY n
  LOOP
    IF names <> '' AND names !~* (own_words || '|hiệu lực') THEN RETURN NULL; END IF;
    names := sentence;
  END LOOP;
  names := btrim(regexp_replace(regexp_replace(btrim(names), '^[-–+•]\s*', ''), '[;.,]+$', ''));
  IF length(names) NOT BETWEEN 3 AND 2000 OR names ~* (own_words || '|hiệu lực') THEN RETURN NULL; END IF;
  RETURN names;
END $$;
--> statement-breakpoint
CREATE FUNCTION receivers(document jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  WITH lines AS (
    SELECT of, n, btrim(regexp_replace(regexp_replace(btrim(line, E' \t\r\u00a0'), '^[-–+•]\s*', ''), '[;.,]+$', '')) AS item
    FROM (VALUES (1, document -> 'fields' ->> 'addressees'), (2, document -> 'fields' ->> 'recipients')) AS f(of, words)
    CROSS JOIN LATERAL regexp_split_to_table(normalize(coalesce(words, '')), E'\n') WITH ORDINALITY AS l(line, n)
  ), items AS (
    SELECT of, n, coalesce(
      CASE WHEN of = 2 AND item ~* '^như\s+điều\s+\d{1,4}\s*(\(|$)'
        THEN named_in(coalesce(document -> 'body' -> 'content', '[]'), substring(item FROM '\d+')::int) END, item) AS item
    FROM lines
    WHERE item <> '' AND NOT (of = 2 AND item ~* '^như\s+(trên|(mục\s+)?kính\s+gửi)\s*(\(|$)'
      AND EXISTS (SELECT FROM lines WHERE of = 1 AND item <> ''))
  ), once AS (
    SELECT DISTINCT ON (fold_text(item)) of, n, item FROM items ORDER BY fold_text(item), of, n
  )
  SELECT coalesce(string_agg(item, '; ' ORDER BY of, n), '') FROM once
$$;
--> statement-breakpoint
ALTER TABLE "register_entries" DISABLE TRIGGER register_entries_keep;
--> statement-breakpoint
UPDATE "register_entries" e SET "recipients" = receivers(f."document")
FROM "frozen_revisions" f
WHERE f."draft_id" = e."draft_id"
  AND (btrim(f."document" -> 'fields' ->> 'addressees') <> '' OR e."recipients" ~* 'như\s+điều')
  AND receivers(f."document") <> e."recipients";
--> statement-breakpoint
ALTER TABLE "register_entries" ENABLE TRIGGER register_entries_keep;
--> statement-breakpoint
DROP FUNCTION receivers(jsonb);
--> statement-breakpoint
DROP FUNCTION named_in(jsonb, int);
