-- One build of the corpus. Offsets are Unicode code points into texts.text, half open; for every
-- fact substr(text, start + 1, end - start) is the stored text (`corpus verify` proves it).
-- Tables are named in English, for code; the views of views.sql in French, for people.

PRAGMA application_id = 1129272403;

-- ------------------------------------------------------------------ the build

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,                 -- ISO 8601, UTC
    finished TEXT NOT NULL,
    program TEXT NOT NULL,                 -- version of this package
    ruleset TEXT NOT NULL,                 -- version of the rule set
    documents INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    redone INTEGER NOT NULL,               -- documents that had to be extracted again
    fingerprint TEXT NOT NULL              -- of everything the build was made from
);

CREATE TABLE rules (
    id TEXT PRIMARY KEY,
    family TEXT NOT NULL,
    title TEXT,
    modality TEXT,
    state TEXT,
    file TEXT,                             -- relative to the rules folder
    line INTEGER,
    source TEXT,
    author TEXT,
    note TEXT,
    definition TEXT,                       -- the rule as written, YAML
    facts INTEGER NOT NULL DEFAULT 0       -- how many facts it found in this build
);

-- ------------------------------------------------------------------ texts and their anatomy

CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,             -- relative to the corpus folder, with /
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified TEXT NOT NULL,
    sidecar TEXT,                          -- the corrections file beside it, when there is one
    status TEXT NOT NULL                   -- lu, lu en partie, illisible, doublon
);

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,              -- slug of the file name, and of the part
    file_id INTEGER NOT NULL REFERENCES files(id),
    part TEXT,                             -- one respondent of a questionnaire
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    genre TEXT NOT NULL,                   -- legal, circular, letter, charter, hearing, …
    title TEXT,
    kind TEXT,                             -- lettre circulaire, arrêté, audition, …
    number TEXT,
    date TEXT,                             -- ISO
    year INTEGER,
    issuer TEXT,
    addressee TEXT,
    signatory TEXT,
    nor TEXT,
    place TEXT,
    category TEXT,                         -- of the people heard, given by the analyst
    departement TEXT,
    corrected TEXT,                        -- JSON list of the fields an analyst corrected
    properties TEXT,                       -- JSON: what the container says of itself
    reader TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    characters INTEGER NOT NULL,
    words INTEGER NOT NULL,
    page_count INTEGER NOT NULL,
    unread_pages INTEGER NOT NULL,         -- pages without usable text
    passage_count INTEGER NOT NULL,
    added TEXT NOT NULL,                   -- when it first entered the corpus
    changed TEXT NOT NULL                  -- when its text last changed
);

CREATE TABLE texts (
    document_id INTEGER PRIMARY KEY REFERENCES documents(id),
    text TEXT NOT NULL
);

-- Where each piece of metadata was read. A field without a row was corrected or computed.
CREATE TABLE metadata_evidence (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    field TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL
);

CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    number INTEGER NOT NULL,               -- physical, from 1
    label TEXT,                            -- as printed
    status TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    width REAL NOT NULL,                   -- PDF points, 0 without geometry
    height REAL NOT NULL,
    rotation INTEGER NOT NULL,
    confidence REAL,
    approximate INTEGER NOT NULL,
    UNIQUE (document_id, number)
);

-- Word boxes of one page: zlib of the JSON list [[start, end, x0, y0, x1, y1], …], PDF points
-- from the top left corner.
CREATE TABLE boxes (
    page_id INTEGER PRIMARY KEY REFERENCES pages(id),
    document_id INTEGER NOT NULL REFERENCES documents(id),
    packed BLOB NOT NULL
);

CREATE TABLE furniture (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    page_id INTEGER REFERENCES pages(id),
    kind TEXT NOT NULL,
    text TEXT NOT NULL
);

CREATE TABLE edits (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    page_id INTEGER REFERENCES pages(id),
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    raw_start INTEGER NOT NULL,
    raw TEXT NOT NULL,
    text TEXT NOT NULL
);

CREATE TABLE sections (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    position INTEGER NOT NULL,
    parent_id INTEGER REFERENCES sections(id),
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    title TEXT NOT NULL,
    path TEXT NOT NULL,                    -- « 3 › 34 › 341 Le pilotage »
    level INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page_id INTEGER REFERENCES pages(id)
);

CREATE TABLE speakers (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    name TEXT NOT NULL,
    role TEXT NOT NULL,                    -- the one held in most turns
    organisation TEXT,
    category TEXT,
    departement TEXT,
    turns INTEGER NOT NULL,
    words INTEGER NOT NULL,
    UNIQUE (document_id, name)
);

CREATE TABLE turns (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    position INTEGER NOT NULL,
    speaker_id INTEGER REFERENCES speakers(id),
    label TEXT NOT NULL,                   -- as printed
    label_start INTEGER,
    label_end INTEGER,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    role TEXT NOT NULL,
    organisation TEXT,
    category TEXT,
    kind TEXT NOT NULL,
    time TEXT,
    time_to TEXT,
    attribution TEXT NOT NULL,             -- explicit, or how the speaker was inferred
    cues TEXT,                             -- JSON [[start, end, from, to], …], seconds
    page_id INTEGER REFERENCES pages(id)
);

-- The unit of search, display and address. public_id survives a rebuild where the words did not
-- change; id follows the order of the text and is dense from 1.
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    level INTEGER NOT NULL,
    section_id INTEGER REFERENCES sections(id),
    page_id INTEGER REFERENCES pages(id),
    page_end_id INTEGER REFERENCES pages(id),   -- where it ends, when it runs over
    turn_id INTEGER REFERENCES turns(id),
    speaker_id INTEGER REFERENCES speakers(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    lead_in_start INTEGER,
    lead_in_end INTEGER,
    text TEXT NOT NULL
);

CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    label TEXT NOT NULL,
    call_start INTEGER NOT NULL,
    call_end INTEGER NOT NULL,
    start INTEGER NOT NULL,                -- the note's own words
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    call_passage_id INTEGER REFERENCES passages(id),
    passage_id INTEGER REFERENCES passages(id)
);

-- ------------------------------------------------------------------ facts

CREATE TABLE entities (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,                   -- SERVICE, BODY, PRACTITIONER, COMPETENCY
    name TEXT NOT NULL,
    kind TEXT,
    parent_id INTEGER REFERENCES entities(id),
    mention_count INTEGER NOT NULL DEFAULT 0,
    document_count INTEGER NOT NULL DEFAULT 0,
    statement_count INTEGER NOT NULL DEFAULT 0   -- as bearer
);

CREATE TABLE aliases (
    id INTEGER PRIMARY KEY,
    entity_id INTEGER NOT NULL REFERENCES entities(id),
    form TEXT NOT NULL,
    occurrences INTEGER NOT NULL
);

CREATE TABLE mentions (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    label TEXT NOT NULL,
    entity_id INTEGER NOT NULL REFERENCES entities(id),
    kind TEXT,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    passage_id INTEGER REFERENCES passages(id),
    section_id INTEGER REFERENCES sections(id),
    page_id INTEGER REFERENCES pages(id),
    turn_id INTEGER REFERENCES turns(id),
    rule TEXT NOT NULL REFERENCES rules(id),
    ruleset TEXT NOT NULL,
    certainty REAL NOT NULL
);

CREATE TABLE texts_cited (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    number TEXT,
    date TEXT,
    nor TEXT,
    authority TEXT,
    document_id INTEGER REFERENCES documents(id),  -- NULL: only cited, not held
    url TEXT,
    eli TEXT,
    citation_count INTEGER NOT NULL DEFAULT 0,
    document_count INTEGER NOT NULL DEFAULT 0
);

-- One row a reference as written; where it leads, article by article, is in citation_targets.
CREATE TABLE citations (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    text_id INTEGER REFERENCES texts_cited(id),    -- NULL: left open, `reason` says why
    kind TEXT NOT NULL,
    number TEXT,
    date TEXT,
    articles TEXT NOT NULL,                -- JSON list
    points TEXT NOT NULL,                  -- JSON list
    code TEXT,
    name TEXT,
    relation TEXT NOT NULL,
    reason TEXT,
    antecedent_start INTEGER,
    antecedent_end INTEGER,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    passage_id INTEGER REFERENCES passages(id),
    section_id INTEGER REFERENCES sections(id),
    page_id INTEGER REFERENCES pages(id),
    turn_id INTEGER REFERENCES turns(id),
    rule TEXT NOT NULL REFERENCES rules(id),
    ruleset TEXT NOT NULL,
    certainty REAL NOT NULL
);

CREATE TABLE citation_targets (
    id INTEGER PRIMARY KEY,
    citation_id INTEGER NOT NULL REFERENCES citations(id),
    text_id INTEGER REFERENCES texts_cited(id),
    article TEXT,
    section_id INTEGER REFERENCES sections(id),    -- of the held document
    relation TEXT NOT NULL,
    reason TEXT
);

-- start:end are the words of the passage that holds the action; when the trigger stands elsewhere
-- (the lead-in of a list), lead_in_* holds those words.
CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    modality TEXT NOT NULL,
    negative INTEGER NOT NULL,
    trigger TEXT NOT NULL,
    bearer TEXT,
    bearer_name TEXT,                      -- canonical, as extraction gives it
    bearer_id INTEGER REFERENCES entities(id),
    action TEXT NOT NULL,
    beneficiary TEXT,
    conditions TEXT,                       -- joined with « ; » (spans in statement_parts)
    deadline TEXT,
    deadline_iso TEXT,
    legal_basis TEXT,
    source TEXT,                           -- who says so, when the text reports
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    lead_in_start INTEGER,
    lead_in_end INTEGER,
    lead_in_text TEXT,
    passage_id INTEGER REFERENCES passages(id),
    section_id INTEGER REFERENCES sections(id),
    page_id INTEGER REFERENCES pages(id),
    turn_id INTEGER REFERENCES turns(id),
    rule TEXT NOT NULL REFERENCES rules(id),
    ruleset TEXT NOT NULL,
    certainty REAL NOT NULL,
    steps TEXT NOT NULL                    -- JSON list: how each part was found
);

CREATE TABLE statement_parts (
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL REFERENCES statements(id),
    document_id INTEGER NOT NULL REFERENCES documents(id),
    role TEXT NOT NULL,                    -- trigger, bearer, action, beneficiary, condition, …
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    iso TEXT,
    event TEXT
);

CREATE TABLE deadlines (
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL REFERENCES statements(id),
    kind TEXT NOT NULL,                    -- date, period, frequency
    iso TEXT NOT NULL,
    date TEXT,
    event TEXT
);

CREATE TABLE quotations (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    passage_id INTEGER REFERENCES passages(id),
    page_id INTEGER REFERENCES pages(id),
    source_document_id INTEGER NOT NULL REFERENCES documents(id),
    source_start INTEGER NOT NULL,
    source_end INTEGER NOT NULL,
    source_text TEXT NOT NULL,
    source_passage_id INTEGER REFERENCES passages(id),
    source_page_id INTEGER REFERENCES pages(id),
    similarity REAL NOT NULL,
    quoted INTEGER NOT NULL,               -- 1 between quotation marks
    group_id INTEGER NOT NULL,             -- shared by all the places that repeat the same words
    differences TEXT NOT NULL              -- JSON list of [words there, words here]
);

CREATE TABLE quantities (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id),
    value REAL NOT NULL,
    value_to REAL,
    unit TEXT,
    counted TEXT,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    passage_id INTEGER REFERENCES passages(id),
    section_id INTEGER REFERENCES sections(id),
    page_id INTEGER REFERENCES pages(id),
    turn_id INTEGER REFERENCES turns(id),
    rule TEXT NOT NULL REFERENCES rules(id),
    ruleset TEXT NOT NULL
);

CREATE TABLE duplicates (
    id INTEGER PRIMARY KEY,
    first_id INTEGER NOT NULL REFERENCES entities(id),
    second_id INTEGER NOT NULL REFERENCES entities(id),
    score REAL NOT NULL,
    reason TEXT NOT NULL
);

CREATE TABLE problems (
    id INTEGER PRIMARY KEY,
    document_id INTEGER REFERENCES documents(id),
    path TEXT,                             -- relative to the workspace
    severity TEXT NOT NULL,                -- error, warning, info
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    remedy TEXT NOT NULL,
    page INTEGER,
    line INTEGER,
    start INTEGER,
    "end" INTEGER
);

-- ------------------------------------------------------------------ search

-- Every word form that the corpus attests, once for each lemma it can belong to.
CREATE TABLE lexique (
    id INTEGER PRIMARY KEY,
    form TEXT NOT NULL,                    -- lower case, with its accents
    folded TEXT NOT NULL,                  -- without, ligatures spelt out: what people type
    lemma TEXT NOT NULL,
    category TEXT NOT NULL,                -- verbe, nom (nouns, adjectives and the rest)
    preferred INTEGER NOT NULL,            -- 1: what a query for this very form is widened to
    occurrences INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    homograph INTEGER NOT NULL,            -- 1: another form differs from it by accents alone
    source TEXT NOT NULL                   -- the rule or table that gave the lemma
);

-- In which passages each form stands, and how often: little-endian int32 and uint8 arrays. Accents
-- count here, whereas the full-text index folds them; ranking reads these (store/matching.py).
CREATE TABLE postings (
    form TEXT PRIMARY KEY,
    passages BLOB NOT NULL,
    counts BLOB NOT NULL
);

-- What counting filters need, one packed little-endian int32 array a row (store/facets.py).
CREATE TABLE arrays (
    name TEXT PRIMARY KEY,
    packed BLOB NOT NULL,
    labels TEXT                            -- JSON list: what the codes stand for
);

CREATE VIRTUAL TABLE passages_fts USING fts5 (
    text,
    content="passages", content_rowid="id",
    tokenize="unicode61 remove_diacritics 2"
);
