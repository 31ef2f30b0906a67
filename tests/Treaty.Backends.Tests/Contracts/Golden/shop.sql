-- The shop 2.1.0

CREATE TABLE "orders" (
  "order_id" varchar(12) NOT NULL,
  "line" integer NOT NULL,
  "amount" numeric(18,2) NOT NULL,
  "weight" double precision,
  "state" text NOT NULL,
  "kind" text,
  "placed_on" date,
  "placed_at" timestamp with time zone NOT NULL,
  "local_at" timestamp without time zone,
  "at" time,
  "gift" boolean,
  "code" uuid UNIQUE,
  "customer" text,
  "address" jsonb,
  "tags" text[],
  PRIMARY KEY ("order_id", "line"),
  CHECK (char_length("order_id") >= 3),
  CHECK ("order_id" ~ '^(?:[A-Z]+-[0-9]+)$'),
  CHECK ("line" >= 1),
  CHECK ("line" <= 99),
  CHECK ("amount" >= 0),
  CHECK ("state" IN ('open', 'paid')),
  CHECK ("kind" IN ('a b', 'c'))
);

CREATE TABLE "customers" (
  "id" text NOT NULL,
  PRIMARY KEY ("id")
);

ALTER TABLE "orders" ADD FOREIGN KEY ("customer") REFERENCES "customers" ("id");

COMMENT ON TABLE "orders" IS 'One row an order: with "quotes" and ''more''.';
COMMENT ON COLUMN "orders"."amount" IS 'What is owed.';
