CREATE TABLE public.claim (
    id integer NOT NULL,
    source text NOT NULL,
    run integer NOT NULL,
    closed_by integer,
    opened integer NOT NULL,
    closed integer,
    claim_key text NOT NULL,
    content_hash text NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    object text,
    role text NOT NULL,
    since text,
    until text,
    place text NOT NULL,
    retrieved text NOT NULL,
    content text NOT NULL
);
CREATE SEQUENCE public.claim_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.claim_id_seq OWNED BY public.claim.id;
CREATE TABLE public.decision (
    id integer NOT NULL,
    a text NOT NULL,
    b text NOT NULL,
    verdict text NOT NULL,
    by text NOT NULL,
    at text NOT NULL,
    why text NOT NULL,
    source text NOT NULL,
    replaced_by integer,
    version integer NOT NULL
);
CREATE SEQUENCE public.decision_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.decision_id_seq OWNED BY public.decision.id;
CREATE TABLE public.entry (
    id integer NOT NULL,
    kind text NOT NULL,
    content text NOT NULL,
    by text NOT NULL,
    at text NOT NULL,
    version integer NOT NULL
);
CREATE SEQUENCE public.entry_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.entry_id_seq OWNED BY public.entry.id;
CREATE TABLE public.forgotten (
    digest text NOT NULL,
    at text NOT NULL,
    version integer NOT NULL
);
CREATE TABLE public.ledger_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.run (
    id integer NOT NULL,
    source text NOT NULL,
    started text NOT NULL,
    ended text,
    outcome text NOT NULL,
    input_hash text NOT NULL,
    software text NOT NULL,
    scope text,
    counts text NOT NULL,
    version integer,
    reason text NOT NULL
);
CREATE SEQUENCE public.run_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.run_id_seq OWNED BY public.run.id;
CREATE TABLE public.source (
    name text NOT NULL,
    title_ja text NOT NULL,
    title_en text NOT NULL,
    publisher_ja text NOT NULL,
    publisher_en text NOT NULL,
    licence text NOT NULL,
    address text NOT NULL,
    rhythm_ja text NOT NULL,
    rhythm_en text NOT NULL,
    attribution_ja text DEFAULT ''::text NOT NULL,
    attribution_en text DEFAULT ''::text NOT NULL
);
CREATE TABLE public.staged (
    id integer NOT NULL,
    run integer NOT NULL,
    claim_key text NOT NULL,
    content_hash text NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    object text,
    role text NOT NULL,
    since text,
    until text,
    place text NOT NULL,
    retrieved text NOT NULL,
    content text NOT NULL
);
CREATE SEQUENCE public.staged_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.staged_id_seq OWNED BY public.staged.id;
ALTER TABLE ONLY public.claim ALTER COLUMN id SET DEFAULT nextval('public.claim_id_seq'::regclass);
ALTER TABLE ONLY public.decision ALTER COLUMN id SET DEFAULT nextval('public.decision_id_seq'::regclass);
ALTER TABLE ONLY public.entry ALTER COLUMN id SET DEFAULT nextval('public.entry_id_seq'::regclass);
ALTER TABLE ONLY public.run ALTER COLUMN id SET DEFAULT nextval('public.run_id_seq'::regclass);
ALTER TABLE ONLY public.staged ALTER COLUMN id SET DEFAULT nextval('public.staged_id_seq'::regclass);
INSERT INTO public.claim VALUES (3, 'report', 1, NULL, 1, NULL, 'cd8877609356f1eb088118bb5907509d', '24f275d44c25ba3d9f172f5e63631d9a', 'SUPPORTS', 'local:report:lab', 'houjin:1130001011420', '管理機関', NULL, NULL, 'row 7', '[""]', '{"basis":"register","evidence":[{"place":"row 7","source":"report"}],"relation":"SUPPORTS","role":"管理機関","source":"local:report:lab","status":"former","target":"houjin:1130001011420"}');
INSERT INTO public.claim VALUES (2, 'report', 1, 2, 1, 2, '91e33940b2a422831a90956124ebf872', 'a7d440aeb8deb805dc014ad9fd64b1df', 'Organisation', 'local:report:lab', NULL, '', NULL, NULL, 'row 2', '[""]', '{"evidence":[{"place":"row 2","source":"report"}],"key":"local:report:lab","names":[{"kind":"official","language":"ja","text":"光学研究室"}],"types":["Organisation"]}');
INSERT INTO public.claim VALUES (1, 'report', 1, 2, 1, 2, 'a13d581905ff876975bc5c4b63810141', '595f97783a4149df67ee0da94a08401b', 'Firm', 'houjin:1130001011420', NULL, '', '2021-04', '2024', 'p. 12', '["2026-11-01"]', '{"evidence":[{"note":"脚注","place":"p. 12","source":"report"}],"key":"houjin:1130001011420","names":[{"kind":"official","language":"ja","original":"㈱髙﨑","text":"株式会社　髙﨑製作所"},{"kind":"alias","language":"en","text":"Takasaki Works"}],"properties":{"employees":28,"fields":["光学","金型"],"listed":false},"types":["Firm"],"when":{"original":"2021-04–2024","precision":"month","since":"2021-04","until":"2024"}}');
INSERT INTO public.claim VALUES (4, 'report', 2, NULL, 2, NULL, 'a13d581905ff876975bc5c4b63810141', '7a6d7b1b3b80d37b18e14bc16316004f', 'Firm', 'houjin:1130001011420', NULL, '', '2021-04', '2024', 'p. 12', '["2026-11-01"]', '{"evidence":[{"note":"脚注","place":"p. 12","source":"report"}],"key":"houjin:1130001011420","names":[{"kind":"official","language":"ja","original":"㈱髙﨑","text":"高崎製作所株式会社"},{"kind":"alias","language":"en","text":"Takasaki Works"}],"properties":{"employees":28,"fields":["光学","金型"],"listed":false},"types":["Firm"],"when":{"original":"2021-04–2024","precision":"month","since":"2021-04","until":"2024"}}');
INSERT INTO public.claim VALUES (5, 'report', 2, NULL, 2, NULL, 'c578bab0ef9b67f94c044972229598d0', '58ada9f6a038c059aac33deb5f84c594', 'Organisation', 'local:林', NULL, '', NULL, NULL, 'row 2', '[""]', '{"evidence":[{"place":"row 2","source":"report"}],"key":"local:林","names":[{"kind":"official","language":"ja","text":"林 花子 👩‍🔬"}],"types":["Organisation"]}');
INSERT INTO public.claim VALUES (6, 'register', 3, NULL, 8, NULL, '91e33940b2a422831a90956124ebf872', 'd53df84ce821f5b73dcb969b0f8b1670', 'Organisation', 'local:report:lab', NULL, '', NULL, NULL, 'row 2', '[""]', '{"evidence":[{"place":"row 2","source":"report"}],"key":"local:report:lab","names":[{"kind":"official","language":"ja","text":"研究室"}],"types":["Organisation"]}');
INSERT INTO public.decision VALUES (1, 'houjin:1130001011420', 'local:report:lab', 'same', '林', '2026-11-03T09:00:00+09:00', '住所', 'person', 2, 3);
INSERT INTO public.decision VALUES (3, 'houjin:1130001011420', 'local:report:lab', 'same', '林', '2026-11-05T09:00:00+09:00', '取り消し', 'person', NULL, 5);
INSERT INTO public.decision VALUES (2, 'houjin:1130001011420', 'local:report:lab', 'different', '森', '2026-11-04T09:00:00+09:00', '誤り', 'person', 3, 4);
INSERT INTO public.decision VALUES (4, 'houjin:1130001011420', 'local:林', 'unsure', 'Curators', '2026-11-06T09:00:00+09:00', '要確認', 'register', NULL, 6);
INSERT INTO public.decision VALUES (5, 'local:report:lab', 'local:林', 'different', 'Curators', '2026-11-06T09:00:00+09:00', '人', 'register', NULL, 6);
INSERT INTO public.entry VALUES (1, 'note', '{"about": "houjin:1130001011420", "n": 1.5, "tags": ["光学"]}', '森', '2026-11-07T09:00:00+09:00', 7);
INSERT INTO public.forgotten VALUES ('abababababababababababababababab', '2026-11-11T09:00:00+09:00', 9);
INSERT INTO public.ledger_version VALUES ('0002_attribution');
INSERT INTO public.run VALUES (1, 'report', '2026-11-01T09:00:00+09:00', '2026-11-01T09:00:00+09:00', 'done', 'h0', '0.1.0', 'whole', '{"new": 3, "changed": 0, "unchanged": 0, "closed": 0}', 1, '');
INSERT INTO public.run VALUES (2, 'report', '2026-11-02T09:00:00+09:00', '2026-11-02T09:00:00+09:00', 'done', 'h1', '0.1.0', 'whole', '{"new": 1, "changed": 1, "unchanged": 1, "closed": 1}', 2, '');
INSERT INTO public.run VALUES (3, 'register', '2026-11-08T09:00:00+09:00', '2026-11-08T09:00:00+09:00', 'done', 'h7', '0.1.0', 'part', '{"new": 1, "changed": 0, "unchanged": 0, "closed": 0}', 8, '');
INSERT INTO public.run VALUES (4, 'register', '2026-11-09T09:00:00+09:00', '2026-11-09T09:00:00+09:00', 'failed', 'f', '0', NULL, '{}', NULL, 'half read');
INSERT INTO public.run VALUES (5, 'report', '2026-11-10T09:00:00+09:00', NULL, 'running', 'l', '0', NULL, '{}', NULL, '');
INSERT INTO public.source VALUES ('report', 'report', 'Report', '架空の庁', 'Invented Agency', 'CC BY 4.0', 'p. 1', '毎年', 'yearly', '', '');
INSERT INTO public.source VALUES ('register', 'register', 'Register', '架空の庁', 'Invented Agency', 'CC BY 4.0', 'p. 1', '毎年', 'yearly', '', '');
INSERT INTO public.staged VALUES (8, 5, '91e33940b2a422831a90956124ebf872', '4dbcbc3ae3978c6c11497f1ae07f4ff3', 'Organisation', 'local:report:lab', NULL, '', NULL, NULL, 'row 2', '[""]', '{"evidence":[{"place":"row 2","source":"report"}],"key":"local:report:lab","names":[{"kind":"official","language":"ja","text":"never committed"}],"types":["Organisation"]}');
SELECT pg_catalog.setval('public.claim_id_seq', 6, true);
SELECT pg_catalog.setval('public.decision_id_seq', 5, true);
SELECT pg_catalog.setval('public.entry_id_seq', 1, true);
SELECT pg_catalog.setval('public.run_id_seq', 5, true);
SELECT pg_catalog.setval('public.staged_id_seq', 8, true);
ALTER TABLE ONLY public.ledger_version
    ADD CONSTRAINT ledger_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT pk_claim PRIMARY KEY (id);
ALTER TABLE ONLY public.decision
    ADD CONSTRAINT pk_decision PRIMARY KEY (id);
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT pk_entry PRIMARY KEY (id);
ALTER TABLE ONLY public.forgotten
    ADD CONSTRAINT pk_forgotten PRIMARY KEY (digest);
ALTER TABLE ONLY public.run
    ADD CONSTRAINT pk_run PRIMARY KEY (id);
ALTER TABLE ONLY public.source
    ADD CONSTRAINT pk_source PRIMARY KEY (name);
ALTER TABLE ONLY public.staged
    ADD CONSTRAINT pk_staged PRIMARY KEY (id);
CREATE INDEX ix_claim_closed ON public.claim USING btree (closed);
CREATE INDEX ix_claim_object ON public.claim USING btree (object);
CREATE UNIQUE INDEX ix_claim_open ON public.claim USING btree (source, claim_key) WHERE (closed IS NULL);
CREATE INDEX ix_claim_opened ON public.claim USING btree (opened);
CREATE INDEX ix_claim_subject ON public.claim USING btree (subject);
CREATE INDEX ix_decision_a_b ON public.decision USING btree (a, b);
CREATE INDEX ix_decision_version ON public.decision USING btree (version);
CREATE INDEX ix_entry_kind ON public.entry USING btree (kind);
CREATE INDEX ix_entry_version ON public.entry USING btree (version);
CREATE INDEX ix_forgotten_version ON public.forgotten USING btree (version);
CREATE INDEX ix_run_source ON public.run USING btree (source);
CREATE INDEX ix_run_version ON public.run USING btree (version);
CREATE INDEX ix_staged_run_claim_key ON public.staged USING btree (run, claim_key);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT fk_claim_closed_by FOREIGN KEY (closed_by) REFERENCES public.run(id);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT fk_claim_run FOREIGN KEY (run) REFERENCES public.run(id);
ALTER TABLE ONLY public.claim
    ADD CONSTRAINT fk_claim_source FOREIGN KEY (source) REFERENCES public.source(name);
ALTER TABLE ONLY public.decision
    ADD CONSTRAINT fk_decision_replaced_by FOREIGN KEY (replaced_by) REFERENCES public.decision(id);
ALTER TABLE ONLY public.run
    ADD CONSTRAINT fk_run_source FOREIGN KEY (source) REFERENCES public.source(name);
ALTER TABLE ONLY public.staged
    ADD CONSTRAINT fk_staged_run FOREIGN KEY (run) REFERENCES public.run(id);
